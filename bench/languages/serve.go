// Serves until it is told to stop: serve echo|http. Prints its port, and in the end the processor time (ns) since then.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"syscall"
)

func echo(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 65536)
	for {
		length, err := connection.Read(buffer)
		if err != nil {
			return
		}
		if _, err := connection.Write(buffer[:length]); err != nil {
			return
		}
	}
}

func serveEcho(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go echo(connection)
	}
}

func look(what string) string {
	runtime.Gosched()
	return what
}

func answer(response http.ResponseWriter, _ *http.Request) {
	user := look("user")
	page := look("page")
	response.Header().Set("Content-Type", "text/plain; charset=utf-8")
	io.WriteString(response, user+" "+page)
}

func processorTime() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func main() {
	runtime.GOMAXPROCS(1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	if os.Args[1] == "echo" {
		go serveEcho(listener)
	} else {
		go http.Serve(listener, http.HandlerFunc(answer))
	}
	start := processorTime()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	io.ReadAll(os.Stdin)
	fmt.Println(processorTime() - start)
}
