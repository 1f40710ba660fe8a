#!/usr/bin/env bash
# curl against all doubles: media downloads (HEAD, Range, ETag), the status stream, keys, and every way to choose a scenario.
set -euo pipefail

url=$STUNT_URL
client="curl $(curl --version | awk 'NR == 1 { print $2 }')"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
json='Content-Type: application/json'
policy=failed-content-policy

row() { # provider scenario verdict detail
  jq -cn --arg c "$client" --arg p "$1" --arg s "$2" --arg v "$3" --arg d "$4" \
    '{client: $c, provider: $p, scenario: $s, verdict: $v, detail: $d}' | sed 's/^/ROW /'
}

# check PROVIDER SCENARIO DETAIL COMMAND…: the command prints nothing when all is well, and otherwise what is wrong.
check() {
  local complaint
  if complaint=$("${@:4}" 2>&1) && [ -z "$complaint" ]; then row "$1" "$2" pass "$3"
  else row "$1" "$2" FAIL "$3: ${complaint:-exit code not 0}"; fi
}

same() { [ "$2" = "$3" ] || echo "$1 is '$2', expected '$3'"; }

status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }

# One response header field of a saved head, by name.
field() { tr -d '\r' <"$folder/head" | awk -v name="$1" 'BEGIN { FS = ": *" } tolower($1) == tolower(name) { print $2; exit }'; }

# --- how each provider submits a prompt, and where a job ends -------------------------------------------------------

submit() { # provider key prompt [curl flags]: prints the job's poll URL
  local prompt
  prompt=$(jq -cn --arg p "$3" '$p')
  case $1 in
    lumenfall) curl -sS "${@:4}" -H "$json" -H "Authorization: Bearer $2" -d "{\"model\":\"sora-2\",\"prompt\":$prompt}" \
      "$url/lumenfall/v1/videos" | jq -r --arg u "$url/lumenfall/v1/videos/" '$u + .id' ;;
    openai) curl -sS "${@:4}" -H "$json" -H "Authorization: Bearer $2" -d "{\"prompt\":$prompt}" \
      "$url/openai/v1/videos" | jq -r --arg u "$url/openai/v1/videos/" '$u + .id' ;;
    uniall) curl -sS "${@:4}" -H "$json" -H "Authorization: Bearer $2" \
      -d "{\"model\":\"sora2-landscape-4s\",\"prompt\":$prompt}" \
      "$url/uniall/v1/video/generations" | jq -r --arg u "$url/uniall/v1/videos/" '$u + .id' ;;
    fal) curl -sS "${@:4}" -H "$json" -H "Authorization: Key $2" -d "{\"prompt\":$prompt}" \
      "$url/fal/queue/fal-ai/sora-2/text-to-video" | jq -r '.status_url' ;;
  esac
}

scheme() { if [ "$1" = fal ]; then echo Key; else echo Bearer; fi; }

key() { # provider name [suffix]
  case $1 in
    lumenfall) echo "lmnfl_curl$2.secret${3:-}" ;;
    fal) echo "curl$2:secret${3:-}" ;;
    *) echo "sk-curl$2${3:-}" ;;
  esac
}

finish() { # provider key poll-URL: polls to the end, prints "completed" or "failed"
  local word
  for _ in $(seq 100); do
    word=$(curl -sS -H "Authorization: $(scheme "$1") $2" "$3" | jq -r '.status')
    case $word in
      completed | failed) echo "$word"; return ;;
      COMPLETED)
        if [ "$(status -H "Authorization: Key $2" "${3%/status}")" = 200 ]; then echo completed; else echo failed; fi
        return ;;
    esac
  done
  echo "no end after 100 polls, last was $word"
}

# --- keys and scenarios ---------------------------------------------------------------------------------------------

keys() { # provider path
  same "no key" "$(status "$url$2")" 401
  same "malformed key" "$(status -H "Authorization: $(scheme "$1") -" "$url$2")" 401
  same "well-formed key" "$(status -H "Authorization: $(scheme "$1") $(key "$1" keys)" "$url$2")" 404
}

chosen() { # provider expected key prompt [curl flags]
  same "end of the job" "$(finish "$1" "$3" "$(submit "$1" "$3" "$4" "${@:5}")")" "$2"
}

chosen_by_control() { # provider
  local secret body
  secret=$(key "$1" control)
  body="{\"provider\":\"$1\",\"scenario\":\"$policy\"}"
  curl -sS -f -o /dev/null -H "$json" -H "Authorization: $(scheme "$1") $secret" -d "$body" "$url/_stunt/scenarios"
  chosen "$1" failed "$secret" "A cat"
  chosen "$1" completed "$secret" "A cat"
}

for provider in lumenfall fal uniall openai; do
  case $provider in
    lumenfall) path=/lumenfall/v1/videos/video_none ;;
    fal) path=/fal/queue/fal-ai/sora-2/requests/00000000-0000-4000-8000-000000000000/status ;;
    uniall) path=/uniall/v1/videos/gen_none ;;
    openai) path=/openai/v1/videos/video_none ;;
  esac
  check $provider - "401 without a key or with a malformed one, 404 for an unknown job" keys $provider $path
  check $provider completed "submit, poll" chosen $provider completed "$(key $provider plain)" "A cat"
  check $provider $policy "chosen by key" chosen $provider failed "$(key $provider suffix -stunt-$policy)" "A cat"
  check $provider $policy "chosen by field" chosen $provider failed "$(key $provider field)" "A cat" -H "Stunt-Scenario: $policy"
  check $provider $policy "chosen by prompt" chosen $provider failed "$(key $provider prompt)" "A cat [[stunt:$policy]]"
  check $provider $policy "chosen by /_stunt/scenarios, for one job" chosen_by_control $provider
done

# --- media ----------------------------------------------------------------------------------------------------------

media() { # URL
  local whole length etag
  curl -sS -f -o "$folder/whole" "$1"
  whole=$(wc -c <"$folder/whole" | tr -d ' ')
  same "HEAD" "$(curl -sS -I -o "$folder/head" -w '%{http_code}' "$1")" 200
  length=$(field content-length)
  same "Content-Length of HEAD" "$length" "$whole"
  same "Accept-Ranges" "$(field accept-ranges)" bytes
  same "Content-Type" "$(field content-type)" video/mp4
  etag=$(field etag)
  [ -n "$etag" ] || echo "no ETag"
  same "If-None-Match" "$(status -H "If-None-Match: $etag" "$1")" 304
  same "If-None-Match, another tag" "$(status -H 'If-None-Match: "other"' "$1")" 200
  part 0-99 0 100 "$whole" "$1"
  part 100-199 100 100 "$whole" "$1"
  part "$((whole - 10))-" "$((whole - 10))" 10 "$whole" "$1"
  part -10 "$((whole - 10))" 10 "$whole" "$1"
  part "0-$((whole * 2))" 0 "$whole" "$whole" "$1"
  same "range beyond the end" "$(curl -sS -D "$folder/head" -o /dev/null -w '%{http_code}' -r "$whole-" "$1")" 416
  same "Content-Range of 416" "$(field content-range)" "bytes */$whole"
  same "If-Range with another tag" "$(status -r 0-9 -H 'If-Range: "other"' "$1")" 200
  same "If-Range with its tag" "$(status -r 0-9 -H "If-Range: $etag" "$1")" 206
}

part() { # range first length whole URL
  same "range $1" "$(curl -sS -D "$folder/head" -o "$folder/part" -w '%{http_code}' -r "$1" "$5")" 206
  same "Content-Range of $1" "$(field content-range)" "bytes $2-$(($2 + $3 - 1))/$4"
  tail -c "+$(($2 + 1))" "$folder/whole" | head -c "$3" | cmp - "$folder/part"
}

media_url() { # provider: a finished job's video URL
  local secret poll answer
  secret=$(key "$1" media)
  poll=$(submit "$1" "$secret" "A cat")
  same "end of the job" "$(finish "$1" "$secret" "$poll")" completed >&2
  answer=$(curl -sS -H "Authorization: $(scheme "$1") $secret" "${poll%/status}")
  jq -r '.output.url // .video_url // .video.url' <<<"$answer"
}

for provider in lumenfall fal uniall; do
  check $provider completed "media: HEAD, Range 206 and 416, ETag 304, If-Range" media "$(media_url $provider)"
done

openai_content() {
  local secret poll
  secret=$(key openai media)
  poll=$(submit openai "$secret" "A cat")
  finish openai "$secret" "$poll" >/dev/null
  same "content" "$(status -H "Authorization: Bearer $secret" "$poll/content")" 200
  same "range of content" "$(status -r 0-9 -L -H "Authorization: Bearer $secret" "$poll/content")" 206
  same "content with no key" "$(status "$poll/content")" 401
}
check openai completed "content: 200, Range 206, 401 without a key" openai_content

# --- fal's status stream --------------------------------------------------------------------------------------------

stream() { # key
  local poll statuses
  poll=$(submit fal "$1" "A cat")
  curl -sS -N --max-time 20 -D "$folder/head" -H "Authorization: Key $1" "$poll/stream?logs=1" >"$folder/events"
  same "Content-Type" "$(field content-type | cut -d';' -f1)" text/event-stream
  same "lines that are no data, comment or blank" "$(grep -cv '^data: \|^:\|^$' "$folder/events" || true)" 0
  statuses=$(sed -n 's/^data: //p' "$folder/events" | jq -r '.status' | uniq | tr '\n' ' ')
  same "statuses" "$statuses" "IN_QUEUE IN_PROGRESS COMPLETED "
}
check fal completed "status/stream: events up to COMPLETED, then the server closes" stream "$(key fal stream)"
check fal $policy "status/stream: events up to COMPLETED, then the server closes" stream "$(key fal stream2 -stunt-$policy)"
