# Runs nginx until it ends or standard input does: nginx.sh FOLDER CONFIGURATION
# Standard input is a pipe from the process that measures, so that nginx ends with it, however it ends.
folder=$1
configuration=$2
exec 3<&0
nginx -p "$folder" -c "$configuration" -e stderr </dev/null &
nginx=$!
{
    # A command of the shell itself, so that no other process is left when this one is ended.
    while read -r _ <&3; do :; done
    kill -TERM "$nginx"
} 2>/dev/null &
watcher=$!
wait "$nginx"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
