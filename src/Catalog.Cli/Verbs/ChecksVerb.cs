using System.CommandLine;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog checks SOURCE</c>.</summary>
internal sealed class ChecksVerb : Verb
{
    private readonly Argument<string> _source = new("source") { Description = "The source.", HelpName = "SOURCE" };

    internal ChecksVerb()
        : base("checks", "Show each rule of a source's contract, judged by the recent events.") => Arguments.Add(_source);

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var source = context.Value(_source)!; // The argument is required.
        var document = await context.Api.GetAsync($"api/v1/sources/{Answers.Escaped(source)}/checks", cancellationToken);
        context.Output.Show(document, console =>
        {
            var listing = new Listing("Rule", "Outcome", "Checked#", "Violations#", "Share#", "Measured#", "At", "Message~");
            foreach (var check in document.To<ChecksAnswer>().Items)
            {
                listing.Row(
                    check.Rule, check.Outcome, Numbers.Count(check.Checked), Numbers.Count(check.Violations), Numbers.Percent(check.Share),
                    check.Measured is { } measured ? Numbers.Statistic(measured) : null, ShownTime.Of(check.At), check.Message ?? string.Empty);
            }

            listing.WriteTo(console, $"No event of '{source}' has been checked yet.");
        });
        return ExitCode.Done;
    }
}
