// Times Prometheus's engine for regular expressions on patterns and values, for bench/regex.py; see
// examples/regex_speed.rs, which prints the same of ours.
package main

import (
	"encoding/json"
	"os"
	"time"

	"github.com/grafana/regexp"
)

type testCase struct {
	Pattern string
	Values  []string
}

type answer struct {
	Matching int     `json:"matching"`
	IsMatch  float64 `json:"is_match"`
	Captures float64 `json:"captures"`
}

const longEnough = 50 * time.Millisecond

func timed(values []string, run func(string)) float64 {
	start := time.Now()
	rounds := 0
	for time.Since(start) < longEnough {
		for _, value := range values {
			run(value)
		}
		rounds++
	}
	return float64(time.Since(start).Nanoseconds()) / float64(rounds) / float64(len(values))
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var cases []testCase
	if err := json.Unmarshal(text, &cases); err != nil {
		panic(err)
	}
	var out []answer
	for _, one := range cases {
		// As model/relabel compiles it.
		regex := regexp.MustCompile("^(?s:" + one.Pattern + ")$")
		var got answer
		for _, value := range one.Values {
			if regex.MatchString(value) {
				got.Matching++
			}
		}
		got.IsMatch = timed(one.Values, func(value string) { regex.MatchString(value) })
		got.Captures = timed(one.Values, func(value string) { regex.FindStringSubmatchIndex(value) })
		out = append(out, got)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(err)
	}
}
