#!/bin/bash
# keys.sh FOLDER: every key and certificate of the stack, new each time.
set -euo pipefail
cd "$1"

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
public() { openssl pkey -in "$1.key" -pubout -out "$1.pub"; }

# authority NAME [extension...]: a root of its own
authority() {
  local name=$1
  shift
  key "$name"
  openssl req -x509 -new -key "$name.key" -sha256 -days 3650 -subj "/O=test.local/CN=test-$name" \
    -addext "basicConstraints=critical,CA:TRUE$*" -addext keyUsage=critical,keyCertSign,cRLSign -out "$name.pem"
}

# issued NAME ROOT EXTENSION...: a certificate by that root
issued() {
  local name=$1 root=$2
  shift 2
  key "$name"
  openssl req -new -key "$name.key" -subj "/O=test.local/CN=test-$name" -out "$name.csr"
  printf '%s\n' "$@" subjectKeyIdentifier=hash authorityKeyIdentifier=keyid > "$name.ext"
  openssl x509 -req -in "$name.csr" -CA "$root.pem" -CAkey "$root.key" -CAcreateserial -days 3649 -sha256 \
    -extfile "$name.ext" -out "$name.pem"
}

authority fulcio-root ,pathlen:1
issued fulcio-intermediate fulcio-root basicConstraints=critical,CA:TRUE,pathlen:0 \
  keyUsage=critical,keyCertSign,cRLSign extendedKeyUsage=codeSigning
cat fulcio-intermediate.pem fulcio-root.pem > fulcio-chain.pem

authority tsa-root
issued tsa tsa-root basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
  extendedKeyUsage=critical,timeStamping
cat tsa.pem tsa-root.pem > tsa-chain.pem

key ct && public ct
# The certificate log takes no key without a password, and only the old form of encryption.
openssl ec -in ct.key -aes128 -passout pass:test -out ct.encrypted.key
openssl genpkey -algorithm ED25519 -out rekor2.key && public rekor2
key rekor1 && public rekor1
