// DNSControl's own command line, with the one of its providers that writes zone files: its main program has those of
// some sixty services more, which take minutes to build and are not asked anything here.
package main

import (
	"os"

	"github.com/StackExchange/dnscontrol/v4/commands"
	_ "github.com/StackExchange/dnscontrol/v4/providers/bind"
)

func main() {
	os.Exit(commands.Run("DNSControl for second opinions"))
}
