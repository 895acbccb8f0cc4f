using System.CommandLine;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Quarantine;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog quarantine SOURCE</c>.</summary>
internal sealed class QuarantineVerb : Verb
{
    private readonly QuarantineFlags _which = new();
    private readonly Option<long?> _limit = FlagValues.Count("--limit", "How many events are listed. Default: 20.", "N", most: 200);
    private readonly Option<string?> _export = new("--export") { Description = "Write the chosen events to a file, oldest first; - writes to standard output.", HelpName = "FILE" };
    private readonly Option<string?> _format = FlagValues.Word(
        "--format", "How --export writes: all that is known as JSON lines with the raw bytes in base64, or the raw records alone.", "FORMAT", "ndjson", "raw");

    private readonly Option<bool> _replay = new("--replay") { Description = "Send the chosen open events through the checks again, for example once the contract is mended." };
    private readonly Option<bool> _dismiss = new("--dismiss") { Description = "Mark the chosen open events as not wanted. They are kept, and can no longer be replayed." };
    private readonly Option<bool> _all = new("--all") { Description = "With --dismiss: all open events are meant, although nothing narrows them." };

    internal QuarantineVerb()
        : base("quarantine", "List the events of a source that were refused, write them to a file, or settle them.")
    {
        _which.AddTo(this);
        Options.Add(_limit);
        Options.Add(_export);
        Options.Add(_format);
        Options.Add(_replay);
        Options.Add(_dismiss);
        Options.Add(_all);
        Check(result =>
        {
            var (replay, dismiss, export) = (result.GetValue(_replay), result.GetValue(_dismiss), result.GetValue(_export));
            if ((replay ? 1 : 0) + (dismiss ? 1 : 0) + (export is null ? 0 : 1) > 1)
            {
                result.AddError("--export, --replay and --dismiss exclude each other.");
            }

            if (result.GetValue(_format) is not null && export is null)
            {
                result.AddError("--format belongs to --export.");
            }

            if (result.GetValue(_all) && !dismiss)
            {
                result.AddError("--all belongs to --dismiss.");
            }
            else if (dismiss && !result.GetValue(_all) && !_which.Narrows(result))
            {
                result.AddError("--dismiss would give up every open event of the source; narrow them by --rule, --text or --id, or say --all.");
            }

            _which.Validate(result, narrowsOpenEvents: replay || dismiss);
        });
    }

    internal override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var quarantine = new QuarantineOfSource(context, _which);
        return context.Value(_replay) ? quarantine.ReplayAsync(cancellationToken)
            : context.Value(_dismiss) ? quarantine.DismissAsync(context.Value(_all), cancellationToken)
            : context.Value(_export) is { } file ? quarantine.ExportAsync(file, context.Value(_format) ?? "ndjson", cancellationToken)
            : quarantine.ListAsync(context.Value(_limit) ?? 20, cancellationToken);
    }
}
