// Prints nanoseconds of processor time (or bytes) per operation: measure CASE
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Calls bottom from the bottom of a stack.
func descend(depth int, bottom func()) int {
	if depth <= 1 {
		bottom()
		return 1
	}
	return descend(depth-1, bottom) + 1
}

func pingPong(depth int) int {
	const switches = 200_000
	ping, pong := make(chan int), make(chan int)
	go descend(depth, func() {
		for i := range ping {
			pong <- i
		}
		close(pong)
	})
	descend(depth, func() {
		for i := 0; i < switches/2; i++ {
			ping <- i
			<-pong
		}
		close(ping)
	})
	return switches
}

func buildStacks(depth int) int {
	const count = 20_000
	suspended := make(chan int)
	go func() {
		for i := 0; i < count; i++ {
			descend(depth, func() { suspended <- i })
		}
	}()
	for i := 0; i < count; i++ {
		<-suspended
	}
	return count
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

func passItems(size int) int {
	const count = 100_000
	queue := make(chan int, size)
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

// So many tasks at once, each with a goroutine of its own.
func takePermits(count int, atOnce int) int {
	permits := make(chan int, atOnce)
	together(count, func() {
		permits <- 1
		runtime.Gosched()
		<-permits
	})
	return count
}

// Like a pool of gevent, it starts a task when another has ended.
func mapInPool() int {
	const count, atOnce = 100_000, 100
	results := make([]int, count)
	permits := make(chan int, atOnce)
	var group sync.WaitGroup
	group.Add(count)
	for i := range results {
		permits <- 1
		go func(i int) {
			runtime.Gosched()
			results[i] = i
			<-permits
			group.Done()
		}(i)
	}
	group.Wait()
	return count
}

func broadcast() int {
	const count = 10_000
	gate := make(chan int)
	var group sync.WaitGroup
	group.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			<-gate
			group.Done()
		}()
	}
	runtime.Gosched()
	close(gate)
	group.Wait()
	return count
}

func sleepTogether() int {
	const count = 10_000
	together(count, func() { time.Sleep(time.Millisecond) })
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
		"switch":    func() int { return pingPong(1) },
		"deep":      func() int { return pingPong(100) },
		"fresh":     func() int { return buildStacks(100) },
		"fair":      roundRobin,
		"spawn":     spawnAndJoin,
		"queue":     func() int { return passItems(100_000) },
		"bounded":   func() int { return passItems(1) },
		"map":       mapInPool,
		"semaphore": func() int { return takePermits(10_000, 10) },
		"event":     broadcast,
		"timers":    sleepTogether,
	}
	start := processorTime()
	operations := cases[os.Args[1]]()
	fmt.Println(float64(processorTime()-start) / float64(operations))
}
