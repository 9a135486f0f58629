// Reads metrics dumps with Prometheus's own package textparse, for bench/exposition.py.
//
// Usage: prometheus-exposition RUNS DUMP... Prints, as a JSON list with one object a dump, how many series there are, how
// many bytes their labels have, the sum of the values, and the seconds of each run.
package main

import (
	"encoding/json"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

type answer struct {
	Series, LabelBytes int
	Sum                float64
	Seconds            []float64
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func read(dump []byte, out *answer) {
	*out = answer{Seconds: out.Seconds}
	start := time.Now()
	parser, err := textparse.New(dump, "text/plain")
	check(err)
	var metric labels.Labels
	for {
		entry, err := parser.Next()
		if err == io.EOF {
			break
		}
		check(err)
		if entry != textparse.EntrySeries {
			continue
		}
		_, _, value := parser.Series()
		parser.Metric(&metric)
		out.Series++
		out.Sum += value
		for _, label := range metric {
			if label.Name != labels.MetricName {
				out.LabelBytes += len(label.Name) + len(label.Value)
			}
		}
		metric = metric[:0]
	}
	out.Seconds = append(out.Seconds, time.Since(start).Seconds())
}

func main() {
	runs, err := strconv.Atoi(os.Args[1])
	check(err)
	var answers []answer
	for _, path := range os.Args[2:] {
		dump, err := os.ReadFile(path)
		check(err)
		var out answer
		for run := 0; run < runs; run++ {
			read(dump, &out)
		}
		answers = append(answers, out)
	}
	check(json.NewEncoder(os.Stdout).Encode(answers))
}
