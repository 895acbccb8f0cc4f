using System.CommandLine;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Runs;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog ingest SOURCE --file FILE</c>.</summary>
internal sealed class IngestVerb : Verb
{
    private readonly Argument<string> _source = new("source") { Description = "The source that takes the file.", HelpName = "SOURCE" };
    private readonly Option<string> _file = new("--file", "-f")
    {
        Description = "File to ingest, as the source declares it: CSV, NDJSON or Parquet, the first two also as .gz.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> _force = new("--force") { Description = "Ingest the file again although the same content was ingested before." };

    internal IngestVerb()
        : base("ingest", "Upload a file into a source and follow its run until the views show what it brought. Ctrl-C stops the run.")
    {
        Arguments.Add(_source);
        Options.Add(_file);
        Options.Add(_force);
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // Source and file are required.
        var run = await new FileIngestion(context).RunAsync(context.Value(_source)!, context.Value(_file)!, context.Value(_force), cancellationToken);
        context.Output.Show(run, console => IngestionReport.Write(console, run));
        return ExitCode.Done;
    }
}
