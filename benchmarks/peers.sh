#!/usr/bin/env bash
# Installs the programs that mlpath's start-up is measured beside, and gives each a little data of its own.
# Usage: benchmarks/peers.sh FOLDER    then: python -m benchmarks.startup --peers FOLDER
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)

if ! command -v task >/dev/null 2>&1; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -q
  $sudo apt-get install -yq taskwarrior
fi
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q todoman khal buku sqlite-utils
export PATH="$folder/venv/bin:$PATH" HOME="$folder/home" XDG_CONFIG_HOME="$folder/home/.config" XDG_DATA_HOME="$folder/home/.local/share"
mkdir -p "$HOME" "$XDG_CONFIG_HOME/todoman" "$XDG_CONFIG_HOME/khal" "$XDG_DATA_HOME" "$folder/calendar/tasks"

cat >"$XDG_CONFIG_HOME/todoman/config.py" <<END
path = "$folder/calendar/*"
default_list = "tasks"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
END
cat >"$XDG_CONFIG_HOME/khal/config" <<END
[calendars]
[[tasks]]
path = $folder/calendar/tasks
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
END
printf 'data.location=%s\nconfirmation=off\n' "$folder/task" >"$HOME/.taskrc"
mkdir -p "$folder/task"

for number in $(seq 20); do
  todo new --list tasks "Chapter $number" >/dev/null
  buku --nostdin --nc --np --offline -a "https://example.org/$number" --title "Chapter $number" >/dev/null 2>&1 </dev/null || true
  echo "{\"id\": $number, \"title\": \"Chapter $number\"}"
done | sqlite-utils insert "$folder/chapters.db" chapters - --nl --pk id
for number in $(seq 100); do
  echo "{\"description\": \"Chapter $number\"}"
done | TASKRC="$HOME/.taskrc" task import - >/dev/null 2>&1
for number in 1 2 3 4 5; do
  khal new -a tasks "$(date +%Y-%m-%d)" "Chapter $number" >/dev/null
done
echo "peers in $folder"
