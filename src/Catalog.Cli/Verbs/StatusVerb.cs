using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog status</c>.</summary>
internal sealed class StatusVerb() : Verb("status", "Say whether the server is ready and what is under way. Ends with 1 while it is not ready.")
{
    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var document = await context.Api.GetAsync("api/v1/status", cancellationToken);
        var status = document.To<StatusAnswer>();
        context.Output.Show(document, console =>
        {
            var failing = status.Writers.Where(static writer => writer.State == "failing").Select(static writer => writer.View).ToList();
            new FactSheet()
                .Add("Server", context.Api.Address?.ToString())
                .Add("Ready", status.Ready ? "yes" : "no, it is starting")
                .Add("Revision", Numbers.Count(status.Revision))
                .Add("Roles", string.Join(", ", status.Roles))
                .Add("Running runs", Numbers.Count(status.RunningRuns))
                .Add("Views", $"{Numbers.Count(status.Writers.Count)}, {Numbers.Count(status.Lag, "event")} behind the log")
                .Add("Failing views", failing.Count > 0 ? string.Join(", ", failing) : null)
                .Add("Lookups logged", $"{Numbers.Count(status.LookupLog.Logged)} of {Numbers.Count(status.LookupLog.Sampled)} sampled, {Numbers.Count(status.LookupLog.Dropped)} dropped")
                .Add("Lookup log", status.LookupLog.Error)
                .Add("Quarantined", Numbers.Count(status.OpenQuarantined, "open event"))
                .WriteTo(console);
        });
        return status.Ready ? ExitCode.Done : ExitCode.Failed;
    }
}
