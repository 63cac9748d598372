# SPDX-License-Identifier: Apache-2.0
# One line a command. `make demo` and `make test` do all on a fresh Debian 12 with Swift 6.3 and root.
SHELL := /bin/bash
.PHONY: bench bench-stores build test demo serve golden browser lint ci prepare release clean

prepare: ; @bash scripts/prepare.sh
build: prepare ; swift build
bench: prepare ; swift build -c release --product bomay-bench && .build/release/bomay-bench
bench-stores: prepare ; swift build -c release --product bomay-store-bench && .build/release/bomay-store-bench .build
release: prepare ; swift build -c release --product bomay
test: prepare ; swift build --build-tests && swift test --skip-build
demo: prepare ; swift build --product bomay && .build/debug/bomay demo --dir demo --replace
serve: demo ; .build/debug/bomay serve --register demo/hai-duong.bomay --show 2022-10-31
golden: prepare ; BOMAY_WRITE_GOLDEN=1 swift test --filter GoldenTests
browser: build ; bash Tests/Browser/run.sh
lint: ; swift format lint --strict --recursive Sources Tests Package.swift
ci: ; bash .ci/run
clean: ; rm -rf .build demo
