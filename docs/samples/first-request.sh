#!/usr/bin/env bash
# A first signed request by hand: gateway.ping with openssl and curl, in the sandbox.
#   docs/samples/first-request.sh [sandbox folder]
set -euo pipefail
folder=${1:-.sandbox} from=320101000000000 to=310000000000000
keys=$folder/members/$from/keys
stop() { echo "$1" >&2; exit 1; }
[[ -e $folder/directory.jws ]] || stop "$folder 中没有沙箱 no sandbox in $folder: npm start"
# The port of the centre asked, from its own configuration; outside the sandbox the endpoint is in the directory.
port=$(sed -n '/^exchange:/,/port:/s/.*port: //p' "$folder/members/$to/gateway.yaml")
(: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null ||
  stop "$folder 中的沙箱没有运行 the sandbox in $folder is not running: npm start"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
unbase64url() { local text; text=$(tr '_-' '/+'); while (( ${#text} % 4 )); do text+='='; done; openssl base64 -d -A <<<"$text"; }
sha256() { openssl dgst -sha256 -binary | base64url; }
thumbprint() { openssl x509 -in "$1" -outform DER | sha256; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
unhex() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }

# openssl signs in DER: SEQUENCE { INTEGER r, INTEGER s }. A JWS carries r and s side by side, 32 bytes each.
der_to_raw() { openssl asn1parse -inform DER | sed -n 's/.*INTEGER *://p' | while read -r n; do printf '%64s' "$n" | tr ' ' 0; done; }
# And back: shortest form, with a zero byte before a first byte of 80 or more, since DER integers have a sign.
der_integer() { local n; n=$(sed -E 's/^(00)+//' <<<"$1"); [[ $n =~ ^[89a-f] ]] && n=00$n; printf '02%02x%s' $(( ${#n} / 2 )) "$n"; }
raw_to_der() { local pair; pair=$(der_integer "${1:0:64}")$(der_integer "${1:64:64}"); printf '30%02x%s' $(( ${#pair} / 2 )) "$pair"; }

# 1. Sign the exact bytes BASE64URL(header) "." BASE64URL(payload).
now=$(date +%s)
random=$(openssl rand -hex 10)
uuid=$(printf '%012x' $(( now * 1000 )))
jti=${uuid:0:8}-${uuid:8:4}-7${random:0:3}-a${random:3:3}-${random:6:12}
header=$(printf '{"alg":"ES256","typ":"hpf-request+jws","x5t#S256":"%s"}' "$(thumbprint "$keys/sign.crt.pem")" | base64url)
payload=$(printf '{"version":"1","iss":"%s","aud":"%s","service":"gateway.ping","jti":"%s","iat":%d,"exp":%d,"body":{"nonce":"from-curl"}}' \
  $from $to "$jti" "$now" $(( now + 60 )) | base64url)
signature=$(unhex "$(printf '%s' "$header.$payload" | openssl dgst -sha256 -sign "$keys/sign.key.pem" | der_to_raw)" | base64url)
printf '%s' "$header.$payload.$signature" > "$work/request"

# 2. Post it over TLS 1.3 with the member's TLS certificate.
curl -sS --tlsv1.3 --key "$keys/tls.key.pem" --cert "$keys/tls.crt.pem" --cacert "$folder/trust/anchors.pem" \
  -H 'content-type: application/jose' --data-binary "@$work/request" -o "$work/answer" \
  -w 'HTTP %{http_code} %{content_type}\n' "https://127.0.0.1:$port/exchange/v1/gateway.ping"

# 3. Verify the answer with the centre's signing certificate. In the sandbox it is at hand; elsewhere it is in the directory.
IFS=. read -r head body tail < "$work/answer" || true
[[ -n ${tail:-} ]] || { cat "$work/answer"; exit 1; }
signer=$folder/members/$to/keys/sign.crt.pem
openssl x509 -in "$signer" -pubkey -noout > "$work/key"
unhex "$(raw_to_der "$(unbase64url <<<"$tail" | hex)")" > "$work/signature"
unbase64url <<<"$head" | grep -qF "\"$(thumbprint "$signer")\"" || { echo 'signed with another certificate'; exit 1; }
printf '%s' "$head.$body" | openssl dgst -sha256 -verify "$work/key" -signature "$work/signature"
unbase64url <<<"$body" | grep -F "\"requestDigest\":\"$(sha256 < "$work/request")\""; echo
