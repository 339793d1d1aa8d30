// A provider for OpenTofu that has the resources of a real one and does nothing: their attributes come from a file. The
// program is named terraform-provider-NAME, and has the resources whose names begin with NAME_.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type attribute struct {
	Type     string
	Required bool
}

// Attributes by resource type and name.
type resources map[string]map[string]attribute

type standIn struct {
	name string
	all  resources
}

func main() {
	text, err := os.ReadFile(os.Getenv("ZONEDESK_PROVIDER_SCHEMAS"))
	if err != nil {
		fail(err)
	}
	var all resources
	if err := json.Unmarshal(text, &all); err != nil {
		fail(err)
	}
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-")
	serve := func() provider.Provider { return standIn{name, all} }
	options := providerserver.ServeOpts{Address: "example.test/zonedesk/" + name}
	if err := providerserver.Serve(context.Background(), serve, options); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func (p standIn) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = p.name
}

func (standIn) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (standIn) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (standIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p standIn) Resources(context.Context) []func() resource.Resource {
	var made []func() resource.Resource
	for name, attributes := range p.all {
		if strings.HasPrefix(name, p.name+"_") {
			made = append(made, func() resource.Resource { return planned{name, attributes} })
		}
	}
	return made
}

// A resource that can be planned.
type planned struct {
	name       string
	attributes map[string]attribute
}

func (r planned) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = r.name
}

func (r planned) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	answer.Schema.Attributes = map[string]schema.Attribute{}
	for name, one := range r.attributes {
		required, optional := one.Required, !one.Required
		switch one.Type {
		case "string":
			answer.Schema.Attributes[name] = schema.StringAttribute{Required: required, Optional: optional}
		case "number":
			answer.Schema.Attributes[name] = schema.NumberAttribute{Required: required, Optional: optional}
		case "bool":
			answer.Schema.Attributes[name] = schema.BoolAttribute{Required: required, Optional: optional}
		case "strings":
			answer.Schema.Attributes[name] = schema.SetAttribute{
				ElementType: types.StringType, Required: required, Optional: optional,
			}
		default:
			answer.Diagnostics.AddError("a type that is not known", name+" is of the type "+one.Type)
		}
	}
}

var errPlannedAlone = errors.New("nothing is applied here")

func (planned) Create(_ context.Context, _ resource.CreateRequest, answer *resource.CreateResponse) {
	answer.Diagnostics.AddError("create", errPlannedAlone.Error())
}

func (planned) Read(_ context.Context, _ resource.ReadRequest, answer *resource.ReadResponse) {
	answer.Diagnostics.AddError("read", errPlannedAlone.Error())
}

func (planned) Update(_ context.Context, _ resource.UpdateRequest, answer *resource.UpdateResponse) {
	answer.Diagnostics.AddError("update", errPlannedAlone.Error())
}

func (planned) Delete(_ context.Context, _ resource.DeleteRequest, answer *resource.DeleteResponse) {
	answer.Diagnostics.AddError("delete", errPlannedAlone.Error())
}
