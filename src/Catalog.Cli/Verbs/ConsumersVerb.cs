using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog consumers [NAME]</c>.</summary>
internal sealed class ConsumersVerb : Verb
{
    private const string Route = "api/v1/consumers";

    private readonly Argument<string?> _name = new("name") { Description = "One consumer, with its keys and what it read. Default: all of them.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _add = new("--add") { Description = "Register it. Needs --owner." };
    private readonly Option<bool> _change = new("--change") { Description = "Change what --owner, --purpose and --service give; the rest stays." };
    private readonly Option<string?> _owner = new("--owner") { Description = "With --add or --change: the team that runs it.", HelpName = "TEAM" };
    private readonly Option<string?> _purpose = new("--purpose") { Description = "With --add or --change: what it needs the features for.", HelpName = "TEXT" };
    private readonly Option<string[]> _services = FlagValues.Texts("--service", "With --add or --change: feature services that it may read, with commas between them; '*' for everything. Replaces those it had.", "NAME");
    private readonly Option<bool> _remove = new("--remove") { Description = "Remove it with all its keys." };
    private readonly Option<bool> _makeKey = new("--make-key") { Description = "Make a key and print it, this once." };
    private readonly Option<string?> _expires = new("--expires") { Description = "With --make-key: from when on it is refused. Default: never.", HelpName = "TIME" };
    private readonly Option<Guid?> _revoke = new("--revoke") { Description = "Revoke the key with this ID for good.", HelpName = "ID" };

    internal ConsumersVerb()
        : base("consumers", "List who looks features up, register one, grant it feature services, and make or revoke its keys.")
    {
        Arguments.Add(_name);
        foreach (var option in (Option[])[_add, _change, _owner, _purpose, _services, _remove, _makeKey, _expires, _revoke])
        {
            Options.Add(option);
        }

        Check(Validate);
    }

    internal override bool IsForAdministrators => true;

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Value(_name) is not { } name)
        {
            var list = await context.Api.GetAsync(Route, cancellationToken);
            context.Output.Show(list, console => ConsumerReport.Write(console, list.To<ConsumerListAnswer>()));
            return ExitCode.Done;
        }

        var address = $"{Route}/{Uri.EscapeDataString(name)}";
        if (context.Value(_makeKey))
        {
            var made = await context.Api.PostAsync($"{address}/keys", JsonContent.Create(new JsonObject { ["expiresAt"] = context.Value(_expires) }), cancellationToken);
            context.Output.Show(made, console => console.Profile.Out.Writer.WriteLine(made.To<MadeKeyAnswer>().Key)); // Alone, so that a script can take it.
            return ExitCode.Done;
        }

        if (context.Value(_remove))
        {
            var gone = await context.Api.DeleteAsync(address, cancellationToken);
            context.Output.Show(gone, console => console.Profile.Out.Writer.WriteLine($"Consumer '{name}' is removed."));
            return ExitCode.Done;
        }

        if (context.Value(_revoke) is { } key)
        {
            await context.Api.DeleteAsync($"{address}/keys/{key}", cancellationToken);
        }
        else if (context.Value(_add))
        {
            await context.Api.PostAsync(Route, JsonContent.Create(BodyOf(context, new JsonObject { ["name"] = name })), cancellationToken);
        }
        else if (context.Value(_change))
        {
            var known = await context.Api.GetAsync(address, cancellationToken);
            var kept = new JsonObject { ["owner"] = known["owner"]?.DeepClone(), ["purpose"] = known["purpose"]?.DeepClone(), ["featureServices"] = known["featureServices"]?.DeepClone() };
            await context.Api.PutAsync(address, JsonContent.Create(BodyOf(context, kept)), cancellationToken);
        }

        var consumer = await context.Api.GetAsync(address, cancellationToken);
        context.Output.Show(consumer, console => ConsumerReport.Write(console, consumer.To<ConsumerAnswer>()));
        return ExitCode.Done;
    }

    private JsonObject BodyOf(CommandContext context, JsonObject body)
    {
        if (context.Value(_owner) is { } owner)
        {
            body["owner"] = owner;
        }

        if (context.Value(_purpose) is { } purpose)
        {
            body["purpose"] = purpose;
        }

        if (context.Arguments.GetResult(_services) is { Implicit: false })
        {
            body["featureServices"] = new JsonArray([.. (context.Value(_services) ?? []).Select(static service => JsonValue.Create(service))]);
        }

        return body;
    }

    private void Validate(CommandResult result)
    {
        FlagValues.CheckTimes(result, _expires);
        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
        var wanted = ((Option[])[_add, _change, _remove, _makeKey, _revoke]).Count(IsGiven);
        if (wanted > 1 || (wanted == 1 && result.GetValue(_name) is null))
        {
            result.AddError("--add, --change, --remove, --make-key and --revoke need a NAME, and exclude each other.");
        }

        if (((Option[])[_owner, _purpose, _services]).FirstOrDefault(IsGiven) is { } detail && !IsGiven(_add) && !IsGiven(_change))
        {
            result.AddError($"{detail.Name} belongs to --add or --change.");
        }

        if ((IsGiven(_expires) && !IsGiven(_makeKey)) || (IsGiven(_add) && !IsGiven(_owner)))
        {
            result.AddError("--expires belongs to --make-key, and --add needs --owner.");
        }
    }
}
