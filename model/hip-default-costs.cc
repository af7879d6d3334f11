// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-default-costs.h"

namespace ns3
{

// Measured by `./hip calibrate --seconds 0.5` on one core of a virtual machine, an Intel Xeon of
// 2019 (Cascade Lake, 2.5 GHz) with OpenSSL 3.0. Each figure is the CPU time of the best of many
// batches; on a busy machine they came out within a few percent of each other again.
const char* const DEFAULT_COST_TABLE = R"(operation,algorithm,nanoseconds
sign,rsa-2048,657000
verify,rsa-2048,31200
sign,rsa-3072,1990000
verify,rsa-3072,52800
sign,rsa-4096,4500000
verify,rsa-4096,82200
sign,ecdsa-p256,31700
verify,ecdsa-p256,82200
sign,ecdsa-p384,1090000
verify,ecdsa-p384,933000
sign,dsa-1024,119000
verify,dsa-1024,92500
sign,rsa-1024,97700
verify,rsa-1024,11900
dh-generate,modp-1536,164000
dh-compute,modp-1536,199000
dh-generate,modp-3072,791000
dh-compute,modp-3072,778000
dh-generate,p256,43200
dh-compute,p256,68700
dh-generate,p384,1070000
dh-compute,p384,1050000
dh-generate,p521,248000
dh-compute,p521,417000
dh-generate,oakley-1,230000
dh-compute,oakley-1,215000
dh-generate,oakley-2,330000
dh-compute,oakley-2,314000
dh-generate,modp-2048,336000
dh-compute,modp-2048,324000
dh-generate,modp-4096,1400000
dh-compute,modp-4096,1600000
dh-generate,modp-6144,3560000
dh-compute,modp-6144,3720000
dh-generate,modp-8192,7310000
dh-compute,modp-8192,7250000
puzzle-try,sha256,279
puzzle-try,sha384,636
puzzle-try,sha1,264
hmac,sha256,2080
hmac,sha384,2390
hmac,sha1,1510
seal-packet,null-sha256,510
seal-byte,null-sha256,2.51
open-packet,null-sha256,557
open-byte,null-sha256,2.51
seal-packet,aes-128-cbc-sha256,864
seal-byte,aes-128-cbc-sha256,3.35
open-packet,aes-128-cbc-sha256,892
open-byte,aes-128-cbc-sha256,2.69
seal-packet,aes-256-cbc-sha256,857
seal-byte,aes-256-cbc-sha256,3.67
open-packet,aes-256-cbc-sha256,887
open-byte,aes-256-cbc-sha256,2.78
seal-packet,aes-128-gcm-8,431
seal-byte,aes-128-gcm-8,0.224
open-packet,aes-128-gcm-8,503
open-byte,aes-128-gcm-8,0.209
seal-packet,aes-128-gcm-16,432
seal-byte,aes-128-gcm-16,0.223
open-packet,aes-128-gcm-16,496
open-byte,aes-128-gcm-16,0.209
seal-packet,aes-128-cbc-sha1,636
seal-byte,aes-128-cbc-sha1,2.00
open-packet,aes-128-cbc-sha1,710
open-byte,aes-128-cbc-sha1,1.34
seal-packet,3des-cbc-sha1,1630
seal-byte,3des-cbc-sha1,39.3
open-packet,3des-cbc-sha1,2160
open-byte,3des-cbc-sha1,36.7
seal-packet,null-sha1,377
seal-byte,null-sha1,1.16
open-packet,null-sha1,422
open-byte,null-sha1,1.16
)";

} // namespace ns3
