using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Core.Values;
using Catalog.Web.Http;
using FeatureStore.TrainingSets;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog training-set</c>.</summary>
internal sealed class TrainingSetVerb : Verb
{
    private const string EntityTime = "entity-time";

    /// <summary>One without a name is removed as soon as it is read. Should this process be killed before, the server removes it then.</summary>
    private const string KeptFor = "1d";

    private readonly FeatureChoice _choice = new();
    private readonly Option<string?> _entities = new("--entities", "-e")
    {
        Description = "Entity frame: a row for each row wanted, with join keys, a time and any further columns; .csv, .csv.gz, .parquet, .arrows, .json or .ndjson.",
        HelpName = "FILE",
    };

    private readonly RangeFlags _range = new();
    private readonly OutFile _out = new(required: true);
    private readonly SplitFlags _splits = new();
    private readonly Option<string?> _timestamp = new("--timestamp") { Description = "Column of the frame with the time that each row is asked for. Default: event_timestamp.", HelpName = "COLUMN" };
    private readonly Option<string?> _asKnownAt = new("--as-known-at")
    {
        Description = $"Use only rows that had arrived by this time, for example 2026-11-20T12:00:00Z; {EntityTime} takes each row's own time.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _name = new("--name") { Description = "Keep the training set on the server under this name. Without it, nothing stays there but the record of the run.", HelpName = "NAME" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a training set of that name." };

    internal TrainingSetVerb()
        : base("training-set", "Build a training set that is correct at every row's point in time, and download it.")
    {
        Options.Add(_entities);
        _range.AddTo(this);
        Options.Add(_out.Option);
        _choice.AddTo(this);
        Options.Add(_timestamp);
        Options.Add(_asKnownAt);
        _splits.AddTo(this);
        Options.Add(_name);
        Options.Add(_overwrite);
        Check(Validate);
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Value(_out.Option)!; // It is required.

        // What cannot be written is found out before the work is done.
        var spec = ToSpec(context, OutFile.FormatOf(file)!, context.Value(_asKnownAt)); // The validator has seen the format.
        var parts = spec.Splits?.Parts?.Select(part => (Split: part.Name, Path: OutFile.OfSplit(file, part.Name!))).ToList() ?? []; // Every part that is read has a name.
        var targets = new List<(string? Split, NewFile File)>();
        try
        {
            targets.Add((null, NewFile.Create(file)));
            targets.AddRange(parts.Select(static part => (part.Split, NewFile.Create(part.Path))));
            var document = await new TrainingSetDownload(context, keep: context.Value(_name) is not null).RunAsync(spec, context.Value(_entities), targets, cancellationToken);
            document["file"] = file;
            if (parts.Count > 0)
            {
                document["splitFiles"] = new JsonArray([.. parts.Select(static part => (JsonNode)part.Path)]);
            }

            context.Output.Show(document, console => TrainingSetReport.WriteWritten(console, document.To<TrainingSetAnswer>(), file, [.. parts.Select(static part => part.Path)]));
            return ExitCode.Done;
        }
        finally
        {
            foreach (var (_, target) in targets)
            {
                await target.DisposeAsync();
            }
        }
    }

    private void Validate(CommandResult result)
    {
        _out.Validate(result);
        _range.Validate(result, _entities);
        _splits.Validate(result);
        if (result.GetValue(_asKnownAt) is { } time && time != EntityTime && !Instant.TryParse(time, out _))
        {
            result.AddError($"--as-known-at is '{time}'; write a time such as 2026-11-20T12:00:00Z, or {EntityTime}.");
        }

        if (result.GetValue(_overwrite) && result.GetValue(_name) is null)
        {
            result.AddError("--overwrite belongs to --name.");
        }
    }

    private TrainingSetSpec ToSpec(CommandContext context, string format, string? asKnownAt) => new(
        context.Value(_name),
        _choice.Features(context),
        _choice.Service(context),
        context.Value(_timestamp),
        _choice.FullNames(context),
        asKnownAt == EntityTime ? null : asKnownAt,
        asKnownAt == EntityTime,
        format,
        context.Value(_overwrite),
        context.Environment.User,
        Rows: null,
        _splits.Read(context),
        _range.Read(context),
        context.Value(_name) is null ? KeptFor : null);
}
