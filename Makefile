# 两条命令：make run 启动服务，make test 跑全部测试；其余给开发者用，见 CONTRIBUTING.md。

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
INSTALLED := $(VENV)/installed-in
SYSTEM_POSTGRES := $(wildcard /usr/lib/postgresql/1[5-9]/bin /usr/lib/postgresql/[2-9][0-9]/bin)
DATABASE_TESTS := $(wildcard $(addprefix tests/,eventstore projections commands api))

.PHONY: install run test check bench lock clean moved

install: $(INSTALLED)

run: $(INSTALLED)
	@exec $(BIN)/huiyin run

test: $(INSTALLED)
	HUIYIN_TEST_POSTGRES=embedded $(BIN)/pytest -n 2 $(ARGS)
ifneq ($(SYSTEM_POSTGRES),)
	HUIYIN_TEST_POSTGRES=system $(BIN)/pytest -n 2 $(ARGS) $(DATABASE_TESTS)
else
	@echo '本机没有系统 PostgreSQL 15 或更新的版本：碰数据库的测试只在自带的 PostgreSQL 上跑过。'
endif

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED)
	$(BIN)/python -m bench

# 依 pyproject.toml 更新 requirements.lock；要升到最新版本时：make lock UPGRADE=--upgrade
lock: $(INSTALLED)
	$(PIP) install 'uv>=0.13,<0.14'
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' \
		--quiet $(UPGRADE) --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# 虚拟环境里写着绝对路径：文件夹搬动以后，或上次安装没有完成，就从头安装。
ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(CURDIR))
$(INSTALLED): moved
AFRESH := --clear
endif

$(INSTALLED): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo '找不到 $(PYTHON)：请先安装 Python 3.11 或更新的版本。' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新的版本，这里是 $$($(PYTHON) -V)；可用 make PYTHON=python3.11 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '这个 Python 缺少 venv：在 Debian 上请先 apt-get install python3-venv。' >&2; exit 1; }
	@echo '正在安装依赖到 $(VENV)，约半分钟……'
	@$(PYTHON) -m venv $(AFRESH) $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@echo '$(CURDIR)' > $@
