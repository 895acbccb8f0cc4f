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

/// <summary><c>catalog verify</c>.</summary>
internal sealed class VerifyVerb : Verb
{
    private const string Route = "api/v1/verifications";

    private static readonly string[] Underway = ["queued", "running"];

    private readonly Option<string[]> _views = FlagValues.Texts("--view", "Only lookups of these views; may be given several times or with commas.", "VIEW");
    private readonly Option<string?> _service = new("--service", "-s") { Description = "Only lookups of this feature service.", HelpName = "NAME" };
    private readonly Option<string?> _from = new("--from") { Description = "Only lookups answered at this time or later, for example 2026-11-20T12:00:00Z.", HelpName = "TIME" };
    private readonly Option<string?> _to = new("--to") { Description = "Only lookups answered at this time or earlier.", HelpName = "TIME" };

    internal VerifyVerb()
        : base("verify", "Compare logged lookups, bit for bit, with what the offline store gives as known at their time.")
    {
        Options.Add(_views);
        Options.Add(_service);
        Options.Add(_from);
        Options.Add(_to);
        Check(result => FlagValues.CheckTimes(result, _from, _to));
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var body = new VerificationBody(context.Value(_views) ?? [], context.Value(_service), context.Value(_from), context.Value(_to));
        var asked = await context.Api.PostAsync(Route, JsonContent.Create(body, options: JsonSerializerOptions.Web), cancellationToken);
        var ended = await FollowAsync(context, asked.To<VerificationAnswer>().Id, cancellationToken);
        var verification = ended.To<VerificationAnswer>();
        if (verification.State != "completed")
        {
            throw CommandException.Local(
                ExitCode.Failed, verification.Error?.Code ?? verification.State, verification.Error?.Message ?? $"The verification '{verification.Id}' was {verification.State}.");
        }

        context.Output.Show(ended, console => VerificationReport.Write(console, verification));
        return verification.Compared == 0 ? ExitCode.NothingToCompare : verification.Differences == 0 ? ExitCode.Done : ExitCode.Different;
    }

    private static async Task<JsonNode> FollowAsync(CommandContext context, Guid id, CancellationToken cancellationToken)
    {
        var follower = new Follower(context);
        try
        {
            return await follower.FollowAsync(
                "Comparing lookups",
                () => context.Api.GetAsync($"{Route}/{id}", cancellationToken),
                static answer => !Underway.Contains(answer["state"]?.ToString()),
                static answer => answer["progress"] is { } progress ? RunReport.ProgressOf(progress) : null,
                "The verification goes on as soon as the server is back.",
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await follower.TidyAsync("Cancelling the verification", token => context.Api.PostAsync($"{Route}/{id}/cancel", content: null, token));
            throw;
        }
    }
}
