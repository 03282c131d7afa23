#!/bin/sh
# The demo: renders a gallery, indexes it and opens the window on it. Without a display it does the same job
# through the command line and leaves a report and a picture of the window behind.
# usage: demo.sh BUILD_FOLDER OUTPUT_FOLDER
set -eu

build=$1
output=$2
adapnet=$build/app/adapnet
workbench=$build/app/adapnet-workbench
gallery=$output-gallery
truth=$gallery/ground-truth.json

say() { printf '\n== %s\n' "$*"; }

mkdir -p "$output"
# The ground truth is written last, so a gallery with one is complete.
if [ ! -f "$truth" ]; then
    say "Rendering the demo gallery"
    "$adapnet" demo "$gallery"
fi

say "Indexing $gallery"
"$adapnet" index "$gallery" --ground-truth "$truth"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Opening the window (close it to end the demo)"
    exec "$workbench" "$gallery" --ground-truth "$truth"
fi

# The first query of the ground truth that has a box.
query=$(cmake -DTRUTH="$truth" -P "$(dirname "$0")/DemoQuery.cmake")
image=${query%|*}
box=${query##*|}
set -- "$gallery" --ground-truth "$truth" --query "$gallery/$image" --box "$box" \
    --degrade gaussian_noise:sigma=0.2 --degrade motion_blur:length=15 --seed 1

say "There is no display, so the command line does the job"
echo "Query $image, box $box, Gaussian noise and motion blur:"
"$adapnet" search "$@" --top 10

say "Writing the report and a picture of the window"
"$adapnet" report "$@" --html "$output/report.html" --pdf "$output/report.pdf" --csv "$output/report.csv" \
    --out-json "$output/report.json"
QT_QPA_PLATFORM=offscreen "$workbench" "$gallery" --ground-truth "$truth" --screenshot "$output/window.png"

say "Done"
echo "gallery:  $gallery"
echo "report:   $output/report.html (also report.pdf, report.csv, report.json)"
echo "window:   $output/window.png"
