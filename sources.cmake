# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Every source of the project, in one place: CMakeLists.txt and wscript both read these lists.
# Paths are relative to this file, one a line.

set(HIP_CORE_SOURCES
  core/agent/forwarding-agent.cc
  core/association/association-closing.cc
  core/association/association-initiator.cc
  core/association/association-responder.cc
  core/association/association-update.cc
  core/association/association.cc
  core/association/endpoint-exchange.cc
  core/association/endpoint-impl.cc
  core/association/endpoint-packets.cc
  core/association/endpoint.cc
  core/association/exchange.cc
  core/association/i2-verifier.cc
  core/association/key-material.cc
  core/association/outbox.cc
  core/association/packet-auth.cc
  core/association/puzzle.cc
  core/association/r1-pool.cc
  core/association/registration-client.cc
  core/association/rekey.cc
  core/association/session.cc
  core/association/state.cc
  core/association/update-channel.cc
  core/crypto/block-cipher.cc
  core/crypto/crypto-context.cc
  core/crypto/crypto-engine.cc
  core/crypto/dh-group.cc
  core/crypto/esp-cbc.cc
  core/crypto/esp-gcm.cc
  core/crypto/esp-hmac.cc
  core/crypto/esp-suite.cc
  core/crypto/hash.cc
  core/crypto/host-key.cc
  core/crypto/key-codec.cc
  core/crypto/mix.cc
  core/crypto/modelled-crypto.cc
  core/crypto/modelled-esp-cipher.cc
  core/crypto/openssl-crypto.cc
  core/crypto/openssl-dh.cc
  core/crypto/openssl-esp-cipher.cc
  core/crypto/pem.cc
  core/crypto/random-provider.cc
  core/crypto/random.cc
  core/crypto/signature.cc
  core/esp/beet.cc
  core/esp/replay-window.cc
  core/esp/security-association.cc
  core/identity/domain-name.cc
  core/identity/hip-record.cc
  core/identity/host-identity.cc
  core/identity/lsi.cc
  core/proxy/address-pool.cc
  core/proxy/dns-answer.cc
  core/proxy/dns-forwarder.cc
  core/proxy/dns-interceptor.cc
  core/proxy/dns-query-finder.cc
  core/proxy/dns-relay.cc
  core/proxy/dns-reply-sender.cc
  core/proxy/error-path.cc
  core/proxy/error-reporter.cc
  core/proxy/fragment-joiner.cc
  core/proxy/hip-answerer.cc
  core/proxy/hip-lookup.cc
  core/proxy/inbound-path.cc
  core/proxy/inner-mtu.cc
  core/proxy/mapping-table.cc
  core/proxy/nat.cc
  core/proxy/outbound-path.cc
  core/proxy/packet-rewriter.cc
  core/proxy/peer-monitor.cc
  core/proxy/proxy-context.cc
  core/proxy/proxy-outbox.cc
  core/proxy/proxy-step.cc
  core/proxy/proxy.cc
  core/proxy/record-source.cc
  core/proxy/tcp-tracker.cc
  core/proxy/token-bucket.cc
  core/resolver/additional-section.cc
  core/resolver/authoritative-server.cc
  core/resolver/cache.cc
  core/resolver/dns-message-reader.cc
  core/resolver/dns-message-writer.cc
  core/resolver/dns-message.cc
  core/resolver/dns-name.cc
  core/resolver/dns-record.cc
  core/resolver/lookup-responses.cc
  core/resolver/lookup-table.cc
  core/resolver/master-file-lexer.cc
  core/resolver/master-file.cc
  core/resolver/query-reader.cc
  core/resolver/recursive-resolver.cc
  core/resolver/server-list.cc
  core/resolver/server-reply.cc
  core/resolver/stub-resolver.cc
  core/resolver/zone.cc
  core/util/drop-reason.cc
  core/util/work.cc
  core/wire/algorithms.cc
  core/wire/checksum.cc
  core/wire/coverage.cc
  core/wire/fragmentation.cc
  core/wire/hip-packet-writer.cc
  core/wire/hip-packet.cc
  core/wire/icmp-translation.cc
  core/wire/icmp.cc
  core/wire/ip-address.cc
  core/wire/ip-info.cc
  core/wire/ip-packet.cc
  core/wire/parameter-type.cc
  core/wire/parameters-exchange.cc
  core/wire/parameters-identity.cc
  core/wire/parameters-lists.cc
  core/wire/parameters-registration.cc
  core/wire/parameters-update.cc
  core/wire/reassembly.cc
  core/wire/registration-lifetime.cc
  core/wire/tcp-segment.cc
  core/wire/tlv.cc
  core/wire/translation-direction.cc
  core/wire/translation.cc
  core/wire/transport.cc
)

set(HIP_CORE_TESTS
  test/core/association/association-responder-test.cc
  test/core/association/endpoint-test.cc
  test/core/association/state-test.cc
  test/core/crypto/block-cipher-test.cc
  test/core/crypto/crypto-context-test.cc
  test/core/crypto/crypto-engine-test.cc
  test/core/crypto/dh-group-test.cc
  test/core/crypto/esp-cbc-test.cc
  test/core/crypto/esp-gcm-test.cc
  test/core/crypto/esp-hmac-test.cc
  test/core/crypto/esp-suite-test.cc
  test/core/crypto/hash-test.cc
  test/core/crypto/host-key-test.cc
  test/core/crypto/key-codec-test.cc
  test/core/crypto/mix-test.cc
  test/core/crypto/modelled-crypto-test.cc
  test/core/crypto/modelled-esp-cipher-test.cc
  test/core/crypto/openssl-crypto-test.cc
  test/core/crypto/openssl-dh-test.cc
  test/core/crypto/openssl-esp-cipher-test.cc
  test/core/crypto/pem-test.cc
  test/core/crypto/random-provider-test.cc
  test/core/crypto/random-test.cc
  test/core/crypto/signature-test.cc
  test/core/esp/beet-test.cc
  test/core/esp/esp-tshark-test.cc
  test/core/esp/replay-window-test.cc
  test/core/esp/security-association-test.cc
  test/core/identity/domain-name-test.cc
  test/core/identity/hip-record-test.cc
  test/core/identity/host-identity-test.cc
  test/core/identity/lsi-test.cc
  test/core/proxy/address-pool-test.cc
  test/core/proxy/mapping-table-test.cc
  test/core/proxy/nat-test.cc
  test/core/proxy/tcp-tracker-test.cc
  test/core/resolver/additional-section-test.cc
  test/core/resolver/authoritative-server-test.cc
  test/core/resolver/dns-message-reader-test.cc
  test/core/resolver/dns-message-test.cc
  test/core/resolver/dns-message-writer-test.cc
  test/core/resolver/dns-name-test.cc
  test/core/resolver/dns-record-test.cc
  test/core/resolver/master-file-lexer-test.cc
  test/core/resolver/master-file-test.cc
  test/core/resolver/query-reader-test.cc
  test/core/resolver/zone-test.cc
  test/core/util/drop-reason-test.cc
  test/core/util/work-test.cc
  test/core/wire/algorithms-test.cc
  test/core/wire/checksum-test.cc
  test/core/wire/coverage-test.cc
  test/core/wire/fragmentation-test.cc
  test/core/wire/hip-packet-test.cc
  test/core/wire/hip-packet-writer-test.cc
  test/core/wire/icmp-test.cc
  test/core/wire/icmp-translation-test.cc
  test/core/wire/ip-address-test.cc
  test/core/wire/ip-info-test.cc
  test/core/wire/ip-packet-test.cc
  test/core/wire/packets-in-tshark-test.cc
  test/core/wire/parameter-type-test.cc
  test/core/wire/parameters-exchange-test.cc
  test/core/wire/parameters-identity-test.cc
  test/core/wire/parameters-lists-test.cc
  test/core/wire/parameters-registration-test.cc
  test/core/wire/parameters-update-test.cc
  test/core/wire/reassembly-test.cc
  test/core/wire/registration-lifetime-test.cc
  test/core/wire/tcp-segment-test.cc
  test/core/wire/tlv-test.cc
  test/core/wire/translation-direction-test.cc
  test/core/wire/translation-test.cc
  test/core/wire/transport-test.cc
)

# model/ and helper/.
set(HIP_MODEL_SOURCES
  helper/graphml-reader.cc
  helper/graphml-scan.cc
  helper/great-circle.cc
  helper/hip-graph-topology.cc
  helper/hip-installer.cc
  helper/near-names.cc
  helper/topology-delays.cc
  helper/topology-graph.cc
  helper/xml-tags.cc
  model/hip-bytes.cc
  model/hip-config.cc
  model/hip-cost-model.cc
  model/hip-default-costs.cc
  model/hip-event-text.cc
  model/hip-forwarding-agent.cc
  model/hip-host.cc
  model/hip-interceptor.cc
  model/hip-ip-sender.cc
  model/hip-l4-protocol.cc
  model/hip-node-application.cc
  model/hip-proxy.cc
)

# Headers of model/ and helper/: users see them as ns3/<file>.
set(HIP_MODEL_HEADERS
  helper/hip-graph-topology.h
  helper/hip-installer.h
  model/hip-compat.h
  model/hip-cost-model.h
  model/hip-forwarding-agent.h
  model/hip-host.h
  model/hip-interceptor.h
  model/hip-l4-protocol.h
  model/hip-node-application.h
  model/hip-proxy.h
  model/hip-trace.h
)

set(HIP_MODEL_TESTS
  test/helper/graphml-scan-test.cc
  test/helper/great-circle-test.cc
  test/helper/near-names-test.cc
  test/helper/topology-graph-test.cc
  test/helper/xml-tags-test.cc
)

# scenarios/common/* goes into every scenario; scenarios/<name>/* makes hip-scenario-<name>.
set(HIP_SCENARIO_SOURCES
)

# Helpers of several tests: test/core/support/*.cc, linked into core and model tests and fuzz targets.
set(HIP_CORE_TEST_SUPPORT
  test/core/support/allocation-counter.cc
  test/core/support/esp-pair.cc
  test/core/support/pcap-reader.cc
  test/core/support/world.cc
)

# GoogleTest of scenarios/common.
set(HIP_SCENARIO_TESTS
)

# One program each: examples/<name>.cc.
set(HIP_EXAMPLE_SOURCES
  examples/two-hip-hosts.cc
)

# test/fuzz/<unit>-fuzz.cc, each with its corpus in test/fuzz/corpus/<unit>/.
set(HIP_FUZZ_TARGETS
  test/fuzz/esp-fuzz.cc
  test/fuzz/hip-packet-fuzz.cc
  test/fuzz/hip-record-fuzz.cc
  test/fuzz/ip-packet-fuzz.cc
  test/fuzz/reassembly-fuzz.cc
)

# Google Benchmark files of the core: together the program hip-core-bench.
set(HIP_CORE_BENCHMARKS
  test/bench/bench-esp.cc
)

# Benchmarks with a main and ns-3: hip-bench-<name> each.
set(HIP_MODEL_BENCHMARKS
)

# The program hip-calibrate, which measures the table of CryptoCostModel.
set(HIP_CALIBRATE_SOURCES
)

# Programs on the core that the scripts below run: test/tools/<name>.cc makes hip-<name>.
set(HIP_TEST_TOOLS
  test/tools/dns-answer.cc
)

# Executable scripts, run from the top with HIP_BUILD_DIR set; exit 0 passes, 77 skips.
set(HIP_SCRIPT_TESTS
  test/analysis/run-tests
  test/tools/compare-with-bind.sh
)
