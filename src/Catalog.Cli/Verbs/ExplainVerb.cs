using System.CommandLine;
using System.CommandLine.Parsing;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Server;
using Catalog.Web.Http;
using FeatureStore.Explanations;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog explain VIEW:FEATURE KEY=VALUE...</c>.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _feature = new("feature") { Description = "The feature, as view:feature or view@v2:feature.", HelpName = "FEATURE" };
    private readonly Argument<string[]> _keys = new("keys")
    {
        Description = "Join keys with a value each, and the request values that an on-demand feature needs: customer_id=17850.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _nulls = new("--null") { Description = "A request value that is null. Once for each.", HelpName = "NAME" };

    private readonly Option<string?> _at = new("--at") { Description = "What a training row at this time holds. Default: what a lookup gives now.", HelpName = "TIME" };
    private readonly Option<string?> _asKnownAt = new("--as-known-at") { Description = "Count only events that had arrived by this time.", HelpName = "TIME" };
    private readonly Option<long?> _sequence = FlagValues.Count(
        "--sequence", "Count only events up to this sequence: what a logged lookup gave that had seen so far; -1 for none. With --at the moment of the lookup.", "N", least: -1);

    private readonly Option<long?> _events = FlagValues.Count("--events", "List so many events of the window, the newest ones. Default: 50.", "N", most: ExplanationRequest.MostEvents);

    internal ExplainVerb()
        : base("explain", "Show how one value came about: window, tiles, events, and which of them did not count.")
    {
        Arguments.Add(_feature);
        Arguments.Add(_keys);
        Options.Add(_nulls);
        Options.Add(_at);
        Options.Add(_asKnownAt);
        Options.Add(_sequence);
        Options.Add(_events);
        Check(Validate);
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var query = new Query("api/v1/explanations").Add("feature", context.Value(_feature));
        foreach (var (name, value) in (context.Value(_keys) ?? []).Select(Split))
        {
            query.Add(ExplanationEndpoints.KeyPrefix + name, value);
        }

        query.AddAll(ExplanationEndpoints.NullName, context.Value(_nulls) ?? []).Add("at", context.Value(_at)).Add("as_known_at", context.Value(_asKnownAt)).Add("sequence", context.Value(_sequence)).Add("events", context.Value(_events) ?? 50);
        var answer = await context.Api.GetAsync(query.ToString(), cancellationToken);
        context.Output.Show(answer, console => ExplanationReport.Write(console, answer.To<ExplanationAnswer>()));
        return ExitCode.Done;
    }

    private void Validate(CommandResult result)
    {
        foreach (var key in (result.GetValue(_keys) ?? []).Where(static key => key.IndexOf('=', StringComparison.Ordinal) <= 0))
        {
            result.AddError($"KEY=VALUE is '{key}'; write it as customer_id=17850.");
        }

        FlagValues.CheckTimes(result, _at, _asKnownAt);
        if (result.GetValue(_asKnownAt) is not null && result.GetValue(_sequence) is not null)
        {
            result.AddError("Give either --as-known-at or --sequence.");
        }
    }

    private static (string Name, string Value) Split(string key)
    {
        var equals = key.IndexOf('=', StringComparison.Ordinal);
        return (Uri.EscapeDataString(key[..equals]), key[(equals + 1)..]);
    }
}
