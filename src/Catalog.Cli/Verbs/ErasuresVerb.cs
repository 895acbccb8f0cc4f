using System.CommandLine;
using System.CommandLine.Parsing;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog erasures</c>.</summary>
internal sealed class ErasuresVerb : Verb
{
    private readonly Argument<Guid?> _id = FlagValues.Id("erasure", "The erasure whose receipt is shown; without it all are listed.");

    private readonly Option<string?> _state = FlagValues.Word("--state", "Only erasures in this state.", "STATE", "queued", "running", "completed", "failed");
    private readonly Option<string?> _joinKey = new("--join-key") { Description = "Only erasures of entities with this join key, alone or among others.", HelpName = "NAME" };
    private readonly Option<string?> _entity = new("--entity") { Description = "Only erasures of one entity: the hash that its erasures show.", HelpName = "HASH" };

    internal ErasuresVerb()
        : base("erasures", "List erasures, or show the receipt of one.")
    {
        Arguments.Add(_id);
        foreach (var option in Filters)
        {
            Options.Add(option);
        }

        Check(Validate);
    }

    private Option[] Filters => [_state, _joinKey, _entity];

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Value(_id) is { } id)
        {
            var erasure = await context.Api.GetAsync($"{EraseVerb.Route}/{id}", cancellationToken);
            context.Output.Show(erasure, console => ErasureReport.Write(console, erasure.To<ErasureAnswer>()));
            return ExitCode.Done;
        }

        var route = new Query(EraseVerb.Route).Add("state", context.Value(_state)).Add("key", context.Value(_joinKey)).Add("entity", context.Value(_entity));
        var page = await context.Api.GetAsync(route.ToString(), cancellationToken);
        context.Output.Show(page, console => ErasureReport.Write(console, page.To<ErasurePageAnswer>()));
        return ExitCode.Done;
    }

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_id) is not null && Filters.FirstOrDefault(filter => result.GetResult(filter) is { Implicit: false }) is { } filter)
        {
            result.AddError($"{filter.Name} belongs to the list, not to one ID.");
        }
    }
}
