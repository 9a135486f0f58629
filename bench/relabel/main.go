// Runs the series of a metrics dump through relabel rules with Prometheus's own packages, for bench/relabel.py.
//
// Usage: prometheus-relabel RULES DUMP. RULES is the value of metric_relabel_configs. Prints, in one line of JSON, how
// many series there are, how many are kept and how many of those are changed, and how long parsing and relabeling took.
package main

import (
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"
	"github.com/prometheus/prometheus/model/textparse"
	"gopkg.in/yaml.v2"
)

type answer struct {
	Series, Kept, Changed        int
	ParseSeconds, RelabelSeconds float64
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	var rules []*relabel.Config
	check(yaml.UnmarshalStrict(text, &rules))
	dump, err := os.ReadFile(os.Args[2])
	check(err)

	var out answer
	var series []labels.Labels
	start := time.Now()
	parser, err := textparse.New(dump, "text/plain")
	check(err)
	for {
		entry, err := parser.Next()
		if err == io.EOF {
			break
		}
		check(err)
		if entry == textparse.EntrySeries {
			var metric labels.Labels
			parser.Metric(&metric)
			series = append(series, metric)
		}
	}
	out.ParseSeconds = time.Since(start).Seconds()
	start = time.Now()
	for _, metric := range series {
		relabeled, keep := relabel.Process(metric, rules...)
		out.Series++
		if keep {
			out.Kept++
			if !labels.Equal(metric, relabeled) {
				out.Changed++
			}
		}
	}
	out.RelabelSeconds = time.Since(start).Seconds()
	check(json.NewEncoder(os.Stdout).Encode(out))
}
