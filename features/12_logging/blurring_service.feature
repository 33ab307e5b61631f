@service @chapter:12
Feature: Show a pseudonym where a place of treatment has decided so
  Staff who are threatened may be hidden from one citizen for a time. The citizen still sees that somebody looked, and may ask who it was.

  Rule: IDS-01 A pseudonym MUST stand for the name of who is hidden, made as the guide says

    @req:IDS-01 @positive
    Scenario: Who is hidden is shown by the pseudonym of the day
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      When Bente looks into Bente's log
      Then the log shows the doctor by the pseudonym of the day

    @req:IDS-01 @negative
    Scenario: Nothing that is shown tells who is hidden
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      When Bente looks into Bente's log
      Then the log does not tell who the doctor is

    @req:IDS-01 @positive
    Scenario: The pseudonym that a holder of custody sees is that of the child's log
      Given Max is a parent of Alma with custody
      And the doctor has looked up Alma's card
      And the hospital hides its staff from Alma
      When Max looks into Alma's log
      Then the log shows the doctor by the pseudonym of the day

  Rule: IDS-02 A decision to hide staff MUST end after 90 days, unless it is extended

    @req:IDS-02 @positive
    Scenario: On the last day the decision still counts
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      And 89 days 23 hours have passed
      When Bente looks into Bente's log
      Then the log shows the doctor by the pseudonym of the day

    @req:IDS-02 @negative
    Scenario: After 90 days nobody is hidden any more
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      And 90 days have passed
      When Bente looks into Bente's log
      Then the log shows the doctor by name

    @req:IDS-02 @positive
    Scenario: A decision that was extended counts for another 90 days
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      And the hospital extends the decision about Bente
      And 179 days have passed
      When Bente looks into Bente's log
      Then the log shows the doctor by the pseudonym of the day

    @req:IDS-02 @negative
    Scenario: A decision that was extended ends too
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      And the hospital extends the decision about Bente
      And 180 days have passed
      When Bente looks into Bente's log
      Then the log shows the doctor by name

  Rule: IDS-03 Whom the place of treatment has named to the citizen MUST be shown by name

    @req:IDS-03 @positive
    Scenario: Who has been named to the citizen is shown by name
      Given the doctor has looked up Bente's card
      And the hospital hides its staff from Bente
      And the hospital has named the doctor to Bente
      When Bente looks into Bente's log
      Then the log shows the doctor by name

    @req:IDS-03 @negative
    Scenario: Who has not been named stays hidden
      Given the doctor has looked up Bente's card
      And the nurse has looked up Bente's card
      And the hospital hides its staff from Bente
      And the hospital has named the doctor to Bente
      When Bente looks into Bente's log
      Then the log shows the nurse by the pseudonym of the day

  Rule: IDS-04 A decision about one citizen MUST NOT hide staff from another

    @req:IDS-04 @negative
    Scenario: Another citizen sees the name
      Given the doctor has looked up Jens's card
      And the hospital hides its staff from Bente
      When Jens looks into Jens's log
      Then the log shows the doctor by name
