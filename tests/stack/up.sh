#!/bin/bash
# Starts every service of a Sigstore, all its state in WEIGHMASTER_STACK, and says when all of them answer. Started by
# run.sh, which also ends them.
#
# WEIGHMASTER_STACK then holds: trust/ (trusted root, signing configs, client trust configs), tuf/ (a TUF repository with
# the same), keys/, log/NAME.log, and pids/NAME for each service.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${WEIGHMASTER_STACK:?run.sh sets it}"
bin=$WEIGHMASTER_STACK_BIN
mkdir -p log keys trust pids rekor2 home pg

die() {
  echo "The stack does not start: $1" >&2
  tail -n 5 "log/$1.log" >&2
  exit 1
}

# start NAME COMMAND...
start() {
  local name=$1
  shift
  "$@" > "log/$name.log" 2>&1 < /dev/null &
  echo $! > "pids/$name"
}

# wait_for NAME COMMAND...: until the command says yes, 30 seconds at most
wait_for() {
  local name=$1
  shift
  for _ in $(seq 600); do
    if "$@" > /dev/null 2>&1; then return; fi
    if ! kill -0 "$(cat "pids/$name")"; then break; fi
    sleep 0.05
  done
  die "$name"
}

answers() { curl --noproxy '*' -fsS -m 2 "http://127.0.0.1:$1"; }
serves() { answers "$1" | grep -q SERVING; }

"$here/keys.sh" keys > log/keys.log 2>&1 || die keys

# What needs nobody else.
start oidc env NODE_PATH="$bin/../node_modules" node "$here/provider.mjs"
start tsa "$bin/timestamp-server" serve --host=127.0.0.1 --port="$TSA_PORT" --timestamp-signer=file \
  --file-signer-key-path=keys/tsa.key --certificate-chain-path=keys/tsa-chain.pem --disable-ntp-monitoring
# `posix` is Rekor 2. Its host name is the log's name in checkpoints, which sigstore-go takes from the log's address.
start rekor2 "$bin/posix" serve --http-address=127.0.0.1 --http-port="$REKOR2_PORT" --grpc-address=127.0.0.1 \
  --grpc-port="$REKOR2_GRPC" --http-metrics-port="$REKOR2_METRICS" --hostname=127.0.0.1 --storage-dir=rekor2 \
  --signer-filepath=keys/rekor2.key --checkpoint-interval=1s --batch-max-age=100ms --persistent-antispam=false
python3 "$here/trust.py" keys trust
"$PEERS/python" "$here/tuf_repository.py" trust tuf > log/tuf.log 2>&1 || die tuf
start tuf python3 -m http.server --directory tuf --bind 127.0.0.1 "$TUF_PORT"

# PostgreSQL, for Trillian.
as=(env -C /)
if [ "$(id -u)" -eq 0 ]; then
  chown postgres pg
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups "${as[@]}")
fi
"${as[@]}" "$PGBIN/initdb" -D "$PWD/pg/data" -A trust -U trillian --no-sync -E UTF8 --locale=C > log/pg.log 2>&1 || die pg
start pg "${as[@]}" "$PGBIN/postgres" -D "$PWD/pg/data" -c listen_addresses=127.0.0.1 -c port="$PG_PORT" \
  -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB
sql() { "$PGBIN/psql" -q -h 127.0.0.1 -p "$PG_PORT" -U trillian -v ON_ERROR_STOP=1 "$@"; }
wait_for pg sql postgres -c 'select 1'
sql postgres -c 'create database trillian'
sql trillian -f "$bin/../trillian.sql" > log/schema.log 2>&1 || die schema

# Trillian keeps the trees of the certificate log and of Rekor 1.
trillian=(--logtostderr --storage_system=postgresql --quota_system=noop
  "--postgresql_uri=postgresql://trillian@127.0.0.1:$PG_PORT/trillian?sslmode=disable")
start trillian "$bin/trillian_log_server" "${trillian[@]}" --rpc_endpoint="127.0.0.1:$TRILLIAN_PORT" \
  --http_endpoint="127.0.0.1:$TRILLIAN_HTTP" --tree_gc=false
start trillian_signer "$bin/trillian_log_signer" "${trillian[@]}" --rpc_endpoint="127.0.0.1:$SIGNER_PORT" \
  --http_endpoint="127.0.0.1:$SIGNER_HTTP" --force_master --sequencer_interval=100ms --batch_size=100 --num_sequencers=2
wait_for trillian answers "$TRILLIAN_HTTP/healthz"
tree() { "$bin/createtree" --admin_server="127.0.0.1:$TRILLIAN_PORT" 2>> log/createtree.log || die createtree; }

certificate_tree=$(tree)
cat > ct.cfg << END
config {
  log_id: $certificate_tree
  prefix: "test"
  roots_pem_file: "$PWD/keys/fulcio-root.pem"
  private_key: { [type.googleapis.com/keyspb.PEMKeyFile] { path: "$PWD/keys/ct.encrypted.key" password: "test" } }
  ext_key_usages: "CodeSigning"
  max_merge_delay_sec: 86400
  expected_merge_delay_sec: 1
}
END
start ct "$bin/ct_server" --logtostderr --http_endpoint="127.0.0.1:$CT_PORT" --log_config=ct.cfg \
  --log_rpc_server="127.0.0.1:$TRILLIAN_PORT"
# Without Redis Rekor 1 has no search, which nobody here asks for.
start rekor1 "$bin/rekor-server" serve --rekor_server.address=127.0.0.1 --host=127.0.0.1 --port="$REKOR1_PORT" \
  --rekor_server.hostname=rekor1.test.local --rekor_server.signer=keys/rekor1.key --log_type=prod \
  --trillian_log_server.address=127.0.0.1 --trillian_log_server.port="$TRILLIAN_PORT" --trillian_log_server.tlog_id="$(tree)" \
  --enabled_api_endpoints=getLogInfo,getPublicKey,getLogProof,createLogEntry,getLogEntryByIndex,getLogEntryByUUID

# Fulcio asks the provider about itself when it starts.
wait_for oidc answers "$OIDC_PORT/healthz"
issuer=http://127.0.0.1:$OIDC_PORT
cat > fulcio.yaml << END
oidc-issuers:
  $issuer:
    issuer-url: $issuer
    client-id: sigstore
    type: email
    contact: test@example.com
    description: "the tests' provider"
END
start fulcio "$bin/fulcio" serve --host=127.0.0.1 --port="$FULCIO_PORT" --grpc-host=127.0.0.1 --grpc-port="$FULCIO_GRPC" \
  --metrics-port="$FULCIO_METRICS" --legacy-unix-domain-socket=@fulcio --log_type=prod --ca=fileca \
  --fileca-cert=keys/fulcio-chain.pem --fileca-key=keys/fulcio-intermediate.key --fileca-key-passwd= --fileca-watch=false \
  --ct-log-url="http://127.0.0.1:$CT_PORT/test" --ct-log-public-key-path=keys/ct.pub --config-path=fulcio.yaml

wait_for tuf answers "$TUF_PORT/timestamp.json"
wait_for tsa answers "$TSA_PORT/ping"
wait_for rekor2 serves "$REKOR2_PORT/healthz"
wait_for ct answers "$CT_PORT/test/ct/v1/get-sth"
wait_for rekor1 answers "$REKOR1_PORT/api/v1/log"
wait_for fulcio serves "$FULCIO_PORT/healthz"
echo "The stack is up after $SECONDS s."
