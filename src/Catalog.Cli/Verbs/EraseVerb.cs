using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog erase</c>.</summary>
internal sealed class EraseVerb : Verb
{
    internal const string Route = "api/v1/erasures";

    private static readonly string[] Underway = ["queued", "running"];

    private readonly Option<string[]> _keys = new("--key", "-k")
    {
        Description = "A join key of the entity with its value; one for each join key. Views that have more join keys lose the rows of all keys with these values.",
        HelpName = "KEY=VALUE",
        Required = true,
    };

    private readonly Option<bool> _forever = new("--forever") { Description = "Keep later events of the entity out, too. Without it events that happen and arrive after the erasure count again." };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the receipt; must not name the entity.", HelpName = "TEXT" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be removed, and change nothing." };

    internal EraseVerb()
        : base("erase", "Erase an entity from the online store, the offline files and the training sets, keep its events out, and print the receipt.")
    {
        Options.Add(_keys);
        Options.Add(_forever);
        Options.Add(_reason);
        Options.Add(_dryRun);
        Check(result =>
        {
            var names = (result.GetValue(_keys) ?? []).Select(static text => KeyValues.Parse(text)?.Name).OfType<string>();
            foreach (var name in names.GroupBy(static name => name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key))
            {
                result.AddError($"--key has more than one value for '{name}'; an erasure is of one entity. Run the command once for each.");
            }

            foreach (var text in (result.GetValue(_keys) ?? []).Where(static text => KeyValues.Parse(text) is not { Values.Count: 1 }))
            {
                result.AddError($"--key is '{text}'; write one join key with one value, for example customer_id=17850. A comma within a value is written \\,.");
            }
        });
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var key = new JsonObject();
        foreach (var (name, values) in (context.Value(_keys) ?? []).Select(static text => KeyValues.Parse(text)!.Value)) // Checked while the command line was read.
        {
            key[name] = values[0];
        }

        var body = new JsonObject { ["key"] = key, ["forever"] = context.Value(_forever), ["reason"] = context.Value(_reason) };
        if (context.Value(_dryRun))
        {
            var preview = await context.Api.PostAsync(Route + "/preview", JsonContent.Create(body), cancellationToken);
            context.Output.Show(preview, console => ErasureReport.Write(console, preview.To<ErasurePreviewAnswer>()));
            return ExitCode.Done;
        }

        var asked = await context.Api.PostAsync(Route, JsonContent.Create(body, options: JsonSerializerOptions.Web), cancellationToken);
        var ended = await FollowAsync(context, asked.To<ErasureAnswer>().Id, cancellationToken);
        var erasure = ended.To<ErasureAnswer>();
        if (erasure.State != "completed")
        {
            throw CommandException.Local(
                ExitCode.Failed, erasure.Error?.Code ?? erasure.State, $"The erasure '{erasure.Id}' failed; events of the entity are kept out all the same. {erasure.Error?.Message} Erase again once this is mended.");
        }

        context.Output.Show(ended, console => ErasureReport.Write(console, erasure));
        return ExitCode.Done;
    }

    private static Task<JsonNode> FollowAsync(CommandContext context, Guid id, CancellationToken cancellationToken) => new Follower(context).FollowAsync(
        "Erasing",
        () => context.Api.GetAsync($"{Route}/{id}", cancellationToken),
        static answer => !Underway.Contains(answer["state"]?.ToString()),
        static answer => answer["progress"] is { } progress ? RunReport.ProgressOf(progress) : null,
        "The erasure goes on as soon as the server is back.",
        cancellationToken);
}
