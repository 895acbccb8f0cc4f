using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Http;
using FeatureStore.Model;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog training-sets [NAME]</c>.</summary>
internal sealed class TrainingSetsVerb : Verb
{
    private readonly Argument<string?> _name = new("name") { Description = "One training set. Default: the latest ones.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };
    private readonly OutFile _out = new(required: false);
    private readonly Option<string?> _split = new("--split") { Description = "With --out: only this part of a training set that was divided.", HelpName = "NAME" };
    private readonly Option<bool> _manifest = new("--manifest") { Description = "Show what it was made of: versions, ranges of the event log, files, hashes, and what its columns are like." };
    private readonly Option<bool> _rebuild = new("--rebuild") { Description = "Build it once more from its manifest and tell whether the bytes are the same." };
    private readonly Option<string?> _as = new("--as") { Description = "With --rebuild: name of the rebuilt training set. Default: NAME-rebuilt, which replaces an earlier rebuild.", HelpName = "NAME" };
    private readonly Option<bool> _delete = new("--delete") { Description = "Remove the training set from the server." };
    private readonly Option<long?> _limit = FlagValues.Count("--limit", "How many training sets are listed. Default: 20.", "N", most: 1000);

    internal TrainingSetsVerb()
        : base("training-sets", "List the training sets that are kept on the server, show one, download it, rebuild it or remove it.")
    {
        Arguments.Add(_name);
        Options.Add(_out.Option);
        Options.Add(_split);
        Options.Add(_manifest);
        Options.Add(_rebuild);
        Options.Add(_as);
        Options.Add(_delete);
        Options.Add(_limit);
        Check(Validate);
    }

    internal override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken) => context.Value(_name) is not { } name ? ListAsync(context, cancellationToken)
        : context.Value(_delete) ? DeleteAsync(context, name, cancellationToken)
        : context.Value(_manifest) ? ShowManifestAsync(context, name, cancellationToken)
        : context.Value(_rebuild) ? RebuildAsync(context, name, cancellationToken)
        : context.Value(_out.Option) is { } file ? DownloadAsync(context, name, file, cancellationToken)
        : ShowAsync(context, name, cancellationToken);

    private void Validate(CommandResult result)
    {
        _out.Validate(result);
        var (hasName, hasOut) = (result.GetValue(_name) is not null, result.GetValue(_out.Option) is not null);
        var wanted = new[] { hasOut, result.GetValue(_manifest), result.GetValue(_rebuild), result.GetValue(_delete) }.Count(static wanted => wanted);
        if (wanted > 1 || (wanted == 1 && !hasName))
        {
            result.AddError("--out, --manifest, --rebuild and --delete need a NAME, and exclude each other.");
        }

        if ((result.GetValue(_split) is not null && !hasOut) || (result.GetValue(_as) is not null && !result.GetValue(_rebuild)))
        {
            result.AddError("--split belongs to --out, and --as to --rebuild.");
        }

        if (hasName && result.GetValue(_limit) is not null)
        {
            result.AddError("--limit belongs to the list, not to one NAME.");
        }
    }

    private async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var page = await context.Api.GetAsync(new Query(TrainingSetDownload.Route).Add("limit", context.Value(_limit) ?? 20).ToString(), cancellationToken);
        context.Output.Show(page, console => TrainingSetReport.WriteList(console, page.To<TrainingSetPageAnswer>()));
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var document = await GetAsync(context, name, cancellationToken);
        context.Output.Show(document, console => TrainingSetReport.Write(console, document.To<TrainingSetAnswer>()));
        return ExitCode.Done;
    }

    private static async Task<int> ShowManifestAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var document = await context.Api.GetAsync($"{TrainingSetDownload.Route}/{Answers.Escaped(name)}/manifest", cancellationToken);
        context.Output.Show(document, console => ManifestReport.Write(console, document.To<TrainingSetManifest>()));
        return ExitCode.Done;
    }

    private async Task<int> RebuildAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var spec = new TrainingSetRebuildSpec(context.Value(_as), Overwrite: false, context.Environment.User);
        var document = await new TrainingSetDownload(context, keep: true).RebuildAsync(name, spec, cancellationToken);
        var set = document.To<TrainingSetAnswer>();
        var rebuild = set.Rebuild ?? throw new InvalidOperationException($"The server completed '{set.Name}' without comparing it.");
        context.Output.Show(document, console => ManifestReport.WriteRebuild(console, set, rebuild));
        return rebuild.Identical ? ExitCode.Done : ExitCode.Different;
    }

    private async Task<int> DownloadAsync(CommandContext context, string name, string file, CancellationToken cancellationToken)
    {
        var document = await GetAsync(context, name, cancellationToken);
        await using var target = NewFile.Create(file);
        await new TrainingSetDownload(context, keep: true).DownloadAsync(name, OutFile.FormatOf(file), context.Value(_split), target, cancellationToken);
        document["file"] = file;
        context.Output.Show(document, console => TrainingSetReport.WriteWritten(console, document.To<TrainingSetAnswer>(), file));
        return ExitCode.Done;
    }

    private static async Task<int> DeleteAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        await context.Api.DeleteAsync($"{TrainingSetDownload.Route}/{Answers.Escaped(name)}", cancellationToken);
        context.Output.Show(new JsonObject { ["name"] = name, ["deleted"] = true }, console => console.WriteLine($"Removed the training set '{name}'."));
        return ExitCode.Done;
    }

    private static Task<JsonNode> GetAsync(CommandContext context, string name, CancellationToken cancellationToken) =>
        context.Api.GetAsync($"{TrainingSetDownload.Route}/{Answers.Escaped(name)}", cancellationToken);
}
