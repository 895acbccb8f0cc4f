using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog lookup</c>.</summary>
internal sealed class LookupVerb : Verb
{
    private readonly FeatureChoice _choice = new();
    private readonly Option<string[]> _keys = new("--key", "-k")
    {
        Description = "Join key with values, one for each entity: customer_id=17850,13047. Once for each join key; \\, is a comma in a value.",
        HelpName = "KEY=VALUE,...",
    };

    private readonly Option<bool> _now = new("--now") { Description = "Read what is there now, without waiting for events that are in the log but not yet in the views." };

    internal LookupVerb()
        : base("lookup", "Read the newest values of features online, each with its status and event time.")
    {
        _choice.AddTo(this);
        Options.Add(_keys);
        Options.Add(_now);
        Check(Validate);
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var keys = Merge(context.Value(_keys) ?? []);
        if (!context.Value(_now))
        {
            await new ViewWait(context).TryFlushAsync(await FindViewsAsync(context, cancellationToken), cancellationToken);
        }

        var answer = await context.Api.PostDocumentAsync("get-online-features", ToBody(context, keys), cancellationToken);
        context.Output.Show(answer, console => LookupReport.Write(console, answer, keys));
        return ExitCode.Done;
    }

    private void Validate(CommandResult result)
    {
        var given = result.GetValue(_keys) ?? [];
        foreach (var key in given.Where(static key => KeyValues.Parse(key) is null))
        {
            result.AddError($"--key is '{key}'; write it as customer_id=17850,13047.");
        }

        if (given.All(static key => KeyValues.Parse(key) is not null) && Merge(given).Select(static key => key.Values.Count).Distinct().Count() > 1)
        {
            result.AddError("The join keys have different numbers of values; give each as many as there are entities.");
        }
    }

    /// <summary>One entry for each join key; values of a key that is given several times follow each other.</summary>
    private static List<(string Name, IReadOnlyList<string> Values)> Merge(string[] keys) =>
        [.. keys.Select(KeyValues.Parse).OfType<(string Name, IReadOnlyList<string> Values)>()
            .GroupBy(static key => key.Name, static key => key.Values, StringComparer.Ordinal)
            .Select(static group => (group.Key, (IReadOnlyList<string>)[.. group.SelectMany(static values => values)]))];

    /// <summary>The views that are read. What does not exist is left to the lookup, which says it better.</summary>
    private async Task<IReadOnlyList<string>> FindViewsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var known = (await new ViewWait(context).ListAsync(cancellationToken)).Select(static view => view.Name).ToHashSet();
        var asked = _choice.Service(context) is { } service
            ? await ViewsOfServiceAsync(context, service, cancellationToken)
            : _choice.Features(context).Select(static feature => feature.Split(':', '@')[0]);
        return [.. asked.Distinct().Where(known.Contains)];
    }

    private static async Task<IEnumerable<string>> ViewsOfServiceAsync(CommandContext context, string service, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await context.Api.GetAsync($"api/v1/definitions/FeatureService/{Answers.Escaped(service)}", cancellationToken);
            return answer.To<DefinitionDetailAnswer>().Uses.Where(static name => name.Kind == "FeatureView").Select(static name => name.Name);
        }
        catch (CommandException failure) when (failure.ExitCode == ExitCode.NotFound)
        {
            return [];
        }
    }

    /// <summary>Values are sent as text: the server knows the types of the keys and reads them.</summary>
    private JsonObject ToBody(CommandContext context, IEnumerable<(string Name, IReadOnlyList<string> Values)> keys)
    {
        var body = new JsonObject
        {
            ["entities"] = new JsonObject(keys.Select(static key => KeyValuePair.Create(
                key.Name, (JsonNode?)new JsonArray([.. key.Values.Select(static value => (JsonNode?)JsonValue.Create(value))])))),
            ["full_feature_names"] = _choice.FullNames(context),
        };
        if (_choice.Service(context) is { } service)
        {
            body["feature_service"] = service;
        }
        else
        {
            body["features"] = new JsonArray([.. _choice.Features(context).Select(static feature => (JsonNode?)JsonValue.Create(feature))]);
        }

        return body;
    }
}
