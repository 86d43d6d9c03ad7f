#!/bin/sh
# Asks Cairn for a job on this host until it is answered; for images whose network may come up late.
# Usage: request-configuration.sh SERVER N KEY_FILE [CERTIFICATE]
#   SERVER       name:port of the service
#   N            id of the job template
#   KEY_FILE     file that holds its host_config_key and nothing else, readable by root only
#   CERTIFICATE  the service's certificate (data/tls/cert.pem); without it any certificate is taken
set -eu

if [ $# -lt 3 ]; then
  sed -n '2,7s/^# //p' "$0" >&2
  exit 2
fi
server=$1 template=$2 key_file=$3
if [ $# -ge 4 ]; then trust="--cacert $4"; else trust=--insecure; fi

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

tries=10
while :; do
  # The key is read from its file: a command line is seen by everyone on the machine.
  # shellcheck disable=SC2086 -- one word or two, on purpose
  status=$(curl $trust --silent --output "$answer" --write-out '%{http_code}' \
    --data-urlencode "host_config_key@$key_file" "https://$server/api/v2/job_templates/$template/callback/") || status=000
  case $status in
    201) echo 'The job has been started.'; exit 0 ;;
    000 | 5??) ;; # not reached, or not ready: again
    *) echo "Refused with $status: $(cat "$answer")" >&2; exit 1 ;;
  esac
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then echo "No answer from $server." >&2; exit 1; fi
  sleep "${PAUSE:-15}"
done
