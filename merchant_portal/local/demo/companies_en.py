"""The merchants of the demo world whose owners read English. Names, numbers and addresses are invented."""

from merchant_portal.local.demo.plans import RAVI, RITA, Plan, State


def _answers(country: str, number: int, name: str, person: str, city: str, address: str, goods: str, **more) -> dict:
    own = {"representative_role": "Managing director", "applicant_is_representative": "yes"}
    return {
        "country": country,
        "legal_form": "company",
        "legal_name": name,
        "registration_number": f"000000000000{number:04d}",
        "tax_number": f"000000{number:04d}",
        "representative_name": person,
        "city": city,
        "address": address,
        "goods": goods,
        **({} if more.get("legal_form") == "sole_trader" else own),
        **more,
    }


PLANS = [
    Plan(
        "elif@zeytin.example", "Elif Yıldız", "en", "+905009900041", "Örnek Zeytin", State.SUBMITTED, due=0,
        answers=_answers(
            "TR", 41, "Örnek Zeytin Gıda Ltd. Şti.", "Elif Yıldız", "İzmir", "Örnek Sokak 12", "Olive oil and soap"
        ),
    ),
    Plan(
        "jonas@papierwerk.example", "Jonas Keller", "en", "+4915099990042", "Papierwerk", State.SUBMITTED, due=2,
        answers=_answers(
            "DE", 42, "Papierwerk Muster GmbH", "Jonas Keller", "Musterstadt", "Musterweg 7", "Notebooks and paper",
            registration_number="HRB990042", tax_number="DE000000042", website="https://papierwerk.example",
        ),
    ),
    Plan(
        "deniz@kilim.example", "Deniz Aksoy", "en", "+905009900043", "Kilim Örnek", State.RESUBMITTED, due=1,
        reviewer=RITA, returned={"tax_plate": ["doc.cropped"], "company": ["number.differs:tax_number"]},
        on_paper={"tax_number": "0000000143"}, corrected={"tax_number": "0000000143"},
        answers=_answers(
            "TR", 43, "Kilim Örnek – Deniz Aksoy", "Deniz Aksoy", "Konya", "Halıcılar Örnek Caddesi 3", "Woven rugs",
            legal_form="sole_trader",
        ),
    ),
    Plan(
        "murat@saat.example", "Murat Demir", "en", "+905009900044", "Saat Örnek", State.REJECTED, reviewer=RAVI,
        returned={"final": ["restricted.goods"]},
        message="Replica watches cannot be sold here. Other goods are welcome in a new application.",
        answers=_answers(
            "TR", 44, "Saat Örnek Ticaret Ltd. Şti.", "Murat Demir", "Ankara", "Örnek Bulvarı 5", "Replica watches"
        ),
    ),
    Plan(
        "olivia@fernhill.example", "Olivia Grant", "en", "+447700900045", "Fernhill Sample Tea", State.HALF,
        answers=_answers(
            "GB", 45, "Fernhill Sample Tea Ltd", "Olivia Grant", "Sampleton", "1 Fern Hill", "Tea and honey"
        ),
    ),
    Plan(
        "sofia@azulejo.example", "Sofia Ramos", "en", "+351900990046", "Azulejo Amostra", State.CHANGES, reviewer=RAVI,
        returned={"director_id:2": ["doc.side_missing"]},
        answers=_answers(
            "PT", 46, "Azulejo Amostra Lda.", "Sofia Ramos", "Amostra", "Rua do Exemplo 4", "Hand-painted tiles"
        ),
    ),
]  # fmt: skip
