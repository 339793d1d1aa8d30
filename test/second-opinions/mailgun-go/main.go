// Makes calls with the provider's own Go client, one after the other, and prints what it made of each answer.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/mailgun/mailgun-go/v4"
)

type call struct {
	// The method of the client, in lower camel case.
	Method string
	Name   string
	// Of the API, "v3" or "v4": version 3 is what the client takes by default.
	Version string
	Key     string
	Options mailgun.CreateDomainOptions
	Value   string
	// An SMTP password.
	Password string
	Limit    int
}

type answer struct {
	// What the provider refused with; 0 when it did not.
	Status int    `json:"status"`
	Body   any    `json:"body"`
	Error  string `json:"error"`
}

func main() {
	var task struct {
		URL, Key string
		Calls    []call
	}
	if err := json.NewDecoder(os.Stdin).Decode(&task); err != nil {
		fail(err)
	}
	answers := []answer{}
	for _, one := range task.Calls {
		key := one.Key
		if key == "" {
			key = task.Key
		}
		client := mailgun.NewMailgun(one.Name, key)
		client.SetAPIBase(task.URL + "/" + one.Version)
		body, err := made(context.Background(), client, one)
		told := answer{Body: body}
		if err != nil {
			told.Error = err.Error()
			var unexpected *mailgun.UnexpectedResponseError
			if errors.As(err, &unexpected) {
				told.Status = unexpected.Actual
				told.Error = string(unexpected.Data)
			}
		}
		answers = append(answers, told)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fail(err)
	}
}

func made(ctx context.Context, client *mailgun.MailgunImpl, one call) (any, error) {
	switch one.Method {
	case "createDomain":
		return client.CreateDomain(ctx, one.Name, &one.Options)
	case "getDomain":
		return client.GetDomain(ctx, one.Name)
	case "verifyAndReturnDomain":
		return client.VerifyAndReturnDomain(ctx, one.Name)
	case "verifyDomain":
		return client.VerifyDomain(ctx, one.Name)
	case "updateDomain":
		return nil, client.UpdateDomain(ctx, one.Name, &mailgun.UpdateDomainOptions{WebScheme: one.Value})
	case "updateDomainTrackingWebPrefix":
		return nil, client.UpdateDomainTrackingWebPrefix(ctx, one.Name, one.Value)
	case "deleteDomain":
		return nil, client.DeleteDomain(ctx, one.Name)
	case "listDomains":
		// Every page, as the client turns them.
		pages := [][]string{}
		iterator := client.ListDomains(&mailgun.ListOptions{Limit: one.Limit})
		var page []mailgun.Domain
		for iterator.Next(ctx, &page) {
			names := []string{}
			for _, domain := range page {
				names = append(names, domain.Name)
			}
			pages = append(pages, names)
		}
		return map[string]any{"total": iterator.TotalCount, "pages": pages}, iterator.Err()
	}
	return beside(ctx, client, one)
}

// What an admin needs beside the domains themselves.
func beside(ctx context.Context, client *mailgun.MailgunImpl, one call) (any, error) {
	switch one.Method {
	case "updateDomainDkimSelector":
		return nil, client.UpdateDomainDkimSelector(ctx, one.Name, one.Value)
	case "updateDomainConnection":
		return nil, client.UpdateDomainConnection(ctx, one.Name, mailgun.DomainConnection{RequireTLS: true})
	case "getDomainTracking":
		return client.GetDomainTracking(ctx, one.Name)
	case "updateOpenTracking":
		return nil, client.UpdateOpenTracking(ctx, one.Name, one.Value)
	case "updateClickTracking":
		return nil, client.UpdateClickTracking(ctx, one.Name, one.Value)
	case "updateUnsubscribeTracking":
		return nil, client.UpdateUnsubscribeTracking(ctx, one.Name, one.Value, "<p>bye</p>", "bye")
	case "createCredential":
		return nil, client.CreateCredential(ctx, one.Value, one.Password)
	case "changeCredentialPassword":
		return nil, client.ChangeCredentialPassword(ctx, one.Value, one.Password)
	case "deleteCredential":
		return nil, client.DeleteCredential(ctx, one.Value)
	case "listCredentials":
		logins := []string{}
		iterator := client.ListCredentials(&mailgun.ListOptions{Limit: one.Limit})
		var page []mailgun.Credential
		for iterator.Next(ctx, &page) {
			for _, credential := range page {
				logins = append(logins, credential.Login)
			}
		}
		return map[string]any{"total": iterator.TotalCount, "logins": logins}, iterator.Err()
	case "createSubaccount":
		return client.CreateSubaccount(ctx, one.Value)
	case "getSubaccount":
		return client.GetSubaccount(ctx, one.Value)
	case "enableSubaccount":
		return client.EnableSubaccount(ctx, one.Value)
	case "disableSubaccount":
		return client.DisableSubaccount(ctx, one.Value)
	case "listSubaccounts":
		names := []string{}
		iterator := client.ListSubaccounts(&mailgun.ListSubaccountsOptions{Limit: one.Limit})
		var page []mailgun.Subaccount
		for iterator.Next(ctx, &page) {
			for _, subaccount := range page {
				names = append(names, subaccount.Name+" "+subaccount.Status)
			}
		}
		return names, iterator.Err()
	}
	return nil, fmt.Errorf("no method %q", one.Method)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
