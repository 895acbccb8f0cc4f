using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Plans;
using Catalog.Cli.Server;
using Catalog.Core.Model;
using Catalog.Web.Formatting;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog get KIND [NAME]</c>.</summary>
internal sealed class GetVerb : Verb
{
    private readonly Argument<DefinitionKind?> _kind = new("kind")
    {
        Description = $"Kind of the definitions: {string.Join(", ", Enum.GetNames<DefinitionKind>())}. Default: all kinds.",
        HelpName = "KIND",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = static result => KindNames.Parse(result),
    };

    private readonly Argument<string?> _name = new("name") { Description = "One definition.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _output = FlagValues.Word("--output", "Print the documents as they were applied.", "FORMAT", "yaml");
    private readonly Option<string?> _domain = new("--domain") { Description = "Only definitions of this domain.", HelpName = "NAME" };
    private readonly Option<bool> _history = new("--history") { Description = "List the versions of the definition, newest first." };

    internal GetVerb()
        : base("get", "List definitions, or show one.")
    {
        _output.Aliases.Add("-o");
        Arguments.Add(_kind);
        Arguments.Add(_name);
        Options.Add(_output);
        Options.Add(_domain);
        Options.Add(_history);
        Check(Validate);
    }

    internal override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var yaml = context.Value(_output) is not null;
        if (yaml && context.Output.IsJson)
        {
            throw CommandException.Local(ExitCode.Usage, "usage", "Both --json and --output yaml are given; give one of them.");
        }

        return context.Value(_name) is not { } name ? ListAsync(context, yaml, cancellationToken)
            : context.Value(_history) ? ListVersionsAsync(context, name, cancellationToken)
            : ShowAsync(context, name, yaml, cancellationToken);
    }

    private void Validate(CommandResult result)
    {
        var hasName = result.GetValue(_name) is not null;
        if (result.GetValue(_history) && (!hasName || result.GetValue(_output) is not null))
        {
            result.AddError("--history needs a NAME, and nothing else.");
        }

        if (hasName && result.GetValue(_domain) is not null)
        {
            result.AddError("--domain belongs to the list, not to one NAME.");
        }
    }

    private async Task<int> ListAsync(CommandContext context, bool yaml, CancellationToken cancellationToken)
    {
        var document = await ReadAllAsync(context, cancellationToken);
        var items = document["items"]!.To<DefinitionAnswer[]>(); // The door always lists.
        if (yaml)
        {
            for (var i = 0; i < items.Length; i++)
            {
                await context.Environment.Output.WriteAsync(i == 0 ? string.Empty : "---\n");
                await PrintTextAsync(context, await GetAsync(context, items[i].Kind, items[i].Name, cancellationToken));
            }

            return ExitCode.Done;
        }

        context.Output.Show(document, console =>
        {
            var listing = new Listing("Kind", "Name", "Domain", "Owner", "Version#", "Changed", "By");
            foreach (var item in items)
            {
                listing.Row(item.Kind, item.Name, item.Domain, item.Owner, Numbers.Count(item.Number), ShownTime.Of(item.ChangedAt), item.Author);
            }

            listing.WriteTo(console, "There is no such definition.");
        });
        return ExitCode.Done;
    }

    /// <summary>The list with all its pages in one document.</summary>
    private async Task<JsonNode> ReadAllAsync(CommandContext context, CancellationToken cancellationToken)
    {
        JsonNode? all = null;
        string? after = null;
        do
        {
            var route = new Query("api/v1/definitions")
                .Add("kind", context.Value(_kind)?.ToString())
                .Add("domain", context.Value(_domain))
                .Add("after", after)
                .Add("limit", 1000);
            var page = await context.Api.GetAsync(route.ToString(), cancellationToken);
            after = page["next"]?.ToString();
            page["next"] = null;
            foreach (var item in all is null ? [] : page["items"]?.AsArray() ?? [])
            {
                all!["items"]!.AsArray().Add(item?.DeepClone()); // All has the shape of the first page.
            }

            all ??= page;
        }
        while (after is not null);
        return all;
    }

    private async Task<int> ShowAsync(CommandContext context, string name, bool yaml, CancellationToken cancellationToken)
    {
        var document = await GetAsync(context, context.Value(_kind)!.Value.ToString(), name, cancellationToken); // A name has a kind before it.
        if (yaml)
        {
            await PrintTextAsync(context, document);
        }
        else
        {
            context.Output.Show(document, console => DefinitionReport.Write(console, document.To<DefinitionDetailAnswer>()));
        }

        return ExitCode.Done;
    }

    private async Task<int> ListVersionsAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var route = $"api/v1/definitions/{context.Value(_kind)}/{Answers.Escaped(name)}/versions?limit=1000";
        var document = await context.Api.GetAsync(route, cancellationToken);
        context.Output.Show(document, console => DefinitionReport.WriteVersions(console, document.To<VersionPageAnswer>()));
        return ExitCode.Done;
    }

    private static Task<JsonNode> GetAsync(CommandContext context, string kind, string name, CancellationToken cancellationToken) =>
        context.Api.GetAsync($"api/v1/definitions/{kind}/{Answers.Escaped(name)}", cancellationToken);

    private static async Task PrintTextAsync(CommandContext context, JsonNode document) =>
        await context.Environment.Output.WriteAsync((document["text"]?.ToString() ?? string.Empty).TrimEnd('\n') + "\n");
}
