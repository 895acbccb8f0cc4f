using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Core.Storage;
using Catalog.Web.Formatting;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog push SOURCE --file FILE</c>.</summary>
internal sealed class PushVerb : Verb
{
    // The server takes 200; the number of the piece follows.
    private const int LongestKey = 190;

    private readonly Argument<string> _source = new("source") { Description = "The source that takes the events.", HelpName = "SOURCE" };
    private readonly Option<string> _file = new("--file", "-f")
    {
        Description = "Events, one JSON object a line, plain or as .gz; - reads standard input.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _key = new("--idempotency-key")
    {
        Description = "Events that were pushed under this key before are not appended again. Default: a new key.",
        HelpName = "KEY",
    };

    internal PushVerb()
        : base("push", "Push events into a source, one JSON object a line.")
    {
        Arguments.Add(_source);
        Options.Add(_file);
        Options.Add(_key);
        Check(Validate);
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // Source and file are required.
        var (source, file) = (context.Value(_source)!, context.Value(_file)!);
        var key = context.Value(_key) ?? $"catalog-{Guid.CreateVersion7(context.Time.GetUtcNow()):N}";
        await using var lines = Open(context, file);
        var title = file == "-" ? "Pushing" : $"Pushing {Path.GetFileName(file)}";
        var result = await new EventPush(context, source, key).RunAsync(title, lines, cancellationToken);
        context.Output.Show(result, console => Write(console, result, source));
        return ExitCode.Done;
    }

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_key) is { } key && (key.Length is 0 or > LongestKey || key.Any(static character => character is < '!' or > '~')))
        {
            result.AddError($"--idempotency-key is '{key}'; give 1 to {LongestKey} visible ASCII characters.");
        }
    }

    private static Stream Open(CommandContext context, string file)
    {
        if (file == "-")
        {
            return context.Environment.OpenInput();
        }

        var stream = InputFile.Open(file);
        return file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipReadStream(stream) : stream;
    }

    private static void Write(IAnsiConsole console, JsonObject result, string source)
    {
        console.WriteLine($"{Number("read")} read = {Number("accepted")} accepted + {Number("quarantined")} quarantined.");
        if (result["duplicatePieces"]!.GetValue<int>() > 0) // EventPush writes every number.
        {
            console.WriteLine($"{Number("duplicatePieces")} of {Number("pieces")} pieces had been pushed before under this key and were not appended again.");
        }

        IngestionReport.WriteRules(console, source, result["byRule"]!.To<Dictionary<string, long>>(), result["warnings"]!.To<Dictionary<string, long>>());

        string Number(string name) => Numbers.Count(result[name]!.To<long>());
    }
}
