"""Id cards of the reference system: their content, and signatures that others can verify."""

import copy
from pathlib import Path

import pytest
from lxml import etree
from reference_persons import ASSISTANT, DOCTOR, NOW, WITH_TWO_ROLES, user
from signxml import InvalidSignature, SignatureConfiguration, VerifyResult, XMLVerifier

from conformance.reference.behaviour import Behaviour
from conformance.reference.idcard import system_card, user_card
from conformance.reference.keys import KeyMissing, KeyPair, KeyRing
from conformance.reference.rights import NationalRole
from conformance.reference.soap import envelope

SAML = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion"}
ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}Envelope"


def attribute(card: etree._Element, name: str) -> list[str]:
    return card.xpath(
        f"//saml:Attribute[@Name='{name}']/saml:AttributeValue/text()", namespaces=SAML
    )


def verify(card: etree._Element, pair: KeyPair) -> VerifyResult:
    """Verify the card as a stranger would: from its bytes, with the certificate that is known."""
    settings = SignatureConfiguration(default_reference_c14n_method=None)
    return XMLVerifier().verify(
        etree.tostring(card),
        x509_cert=pair.certificate,
        id_attribute="id",
        validate_schema=False,  # DGWS writes id, which the schema of XML signatures does not know
        expect_config=settings,
    )


def test_a_system_card_has_level_3_and_no_user(keys_folder: Path) -> None:
    card = system_card(KeyRing(keys_folder).system(), NOW)

    assert attribute(card, "sosi:IDCardType") == ["system"]
    assert attribute(card, "sosi:AuthenticationLevel") == ["3"]
    assert attribute(card, "medcom:CareProviderID") == ["20921897"]
    assert card.xpath("//saml:AttributeStatement[@id='UserLog']", namespaces=SAML) == []


def test_a_user_card_of_authorised_staff_has_the_authorisation(keys_folder: Path) -> None:
    pair = KeyRing(keys_folder).employee(DOCTOR)
    card = user_card(pair, user(), Behaviour().roles_in_id_card(user()), NOW)

    assert attribute(card, "sosi:AuthenticationLevel") == ["4"]
    assert attribute(card, "medcom:UserRole") == ["7170"]
    assert attribute(card, "medcom:UserAuthorizationCode") == ["J0184"]
    assert attribute(card, "medcom:UserCivilRegistrationNumber") == [DOCTOR]


def test_a_user_card_of_other_staff_has_the_national_role_in_full(keys_folder: Path) -> None:
    pair = KeyRing(keys_folder).employee(ASSISTANT)
    who = user(ASSISTANT, code="", education="", roles=[NationalRole.R2])
    card = user_card(pair, who, Behaviour().roles_in_id_card(who), NOW)

    expected = "urn:dk:healthcare:national-federation-role:code:41002:value:SundAssistR2"
    assert [expected] == attribute(card, "medcom:UserRole")
    assert attribute(card, "medcom:UserAuthorizationCode") == []


def test_the_card_holds_a_day_from_five_minutes_ago(keys_folder: Path) -> None:
    card = system_card(KeyRing(keys_folder).system(), NOW)
    conditions = card.find("saml:Conditions", SAML)
    assert conditions.get("NotBefore") == "2025-06-01T09:55:00Z"
    assert conditions.get("NotOnOrAfter") == "2025-06-02T09:55:00Z"


def test_the_signature_verifies_and_covers_the_card(keys_folder: Path) -> None:
    pair = KeyRing(keys_folder).system()
    result = verify(system_card(pair, NOW), pair)
    assert result.signed_xml.get("id") == "IDCard"


def test_a_changed_card_does_not_verify(keys_folder: Path) -> None:
    pair = KeyRing(keys_folder).system()
    card = system_card(pair, NOW)
    card.find("saml:Issuer", SAML).text = "Somebody"
    with pytest.raises(InvalidSignature):
        verify(card, pair)


def test_a_card_with_other_prefixes_still_verifies_inside_an_envelope(keys_folder: Path) -> None:
    """The envelope keeps the prefixes that the STS chose: they are part of what was signed."""
    pair = KeyRing(keys_folder).system()
    text = etree.tostring(system_card(pair, NOW)).decode()
    renamed = etree.fromstring(
        text.replace("saml:", "saml2:").replace("xmlns:saml=", "xmlns:saml2=")
    )
    sent = etree.fromstring(envelope(etree.Element("x"), now=NOW, id_card=renamed, level=3))
    (inside,) = sent.iter(f"{{{SAML['saml']}}}Assertion")

    canonical = {
        etree.tostring(copy.deepcopy(card), method="c14n", exclusive=True)
        for card in (renamed, inside)
    }
    assert len(canonical) == 1
    assert sent.tag == ENVELOPE


def test_a_missing_key_file_is_named(keys_folder: Path) -> None:
    with pytest.raises(KeyMissing, match=r"employee-0108589995\.pem"):
        KeyRing(keys_folder).employee("0108589995")


def test_a_cpr_number_cannot_lead_out_of_the_key_folder(keys_folder: Path) -> None:
    with pytest.raises(KeyMissing, match="ten digits"):
        KeyRing(keys_folder).employee("../system")


def test_staff_are_those_with_key_files(keys_folder: Path) -> None:
    assert KeyRing(keys_folder).staff() == (DOCTOR, WITH_TWO_ROLES, ASSISTANT)
