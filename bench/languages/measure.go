// Prints nanoseconds of processor time (or bytes) per operation: measure CASE
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
)

func pingPong(depth int) int {
	const switches = 200_000
	if depth > 0 {
		return pingPong(depth - 1)
	}
	ping, pong := make(chan int), make(chan int)
	go func() {
		for i := range ping {
			pong <- i
		}
		close(pong)
	}()
	for i := 0; i < switches/2; i++ {
		ping <- i
		<-pong
	}
	close(ping)
	return switches
}

func together(count int, task func()) {
	var group sync.WaitGroup
	group.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			task()
			group.Done()
		}()
	}
	group.Wait()
}

func roundRobin() int {
	const count, times = 1000, 100
	together(count, func() {
		for i := 0; i < times; i++ {
			runtime.Gosched()
		}
	})
	return count * times
}

func spawnAndJoin() int {
	const count = 100_000
	together(count, runtime.Gosched)
	return count
}

func passItems() int {
	const count = 100_000
	queue := make(chan int, count)
	go func() {
		for i := 0; i < count; i++ {
			queue <- i
		}
	}()
	for i := 0; i < count; i++ {
		<-queue
	}
	return count
}

func memory() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.Sys
}

func park() float64 {
	const count = 100_000
	gate := make(chan int)
	before := memory()
	for i := 0; i < count; i++ {
		go func() { <-gate }()
	}
	runtime.Gosched()
	used := memory() - before
	close(gate)
	return float64(used) / count
}

func processorTime() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func main() {
	runtime.GOMAXPROCS(1)
	if os.Args[1] == "memory" {
		fmt.Println(park())
		return
	}
	cases := map[string]func() int{
		"switch": func() int { return pingPong(0) },
		"deep":   func() int { return pingPong(99) },
		"fair":   roundRobin,
		"spawn":  spawnAndJoin,
		"queue":  passItems,
	}
	start := processorTime()
	operations := cases[os.Args[1]]()
	fmt.Println(float64(processorTime()-start) / float64(operations))
}
