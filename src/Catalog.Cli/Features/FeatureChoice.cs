using System.CommandLine;
using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Features;

/// <summary>Which features are asked for: references, or those of a service.</summary>
internal sealed class FeatureChoice
{
    private readonly Option<string[]> _features = FlagValues.Texts("--features", "Features as view:feature, with commas between them.", "V:F,...");
    private readonly Option<string?> _service = new("--service") { Description = "All features of this feature service.", HelpName = "NAME" };
    private readonly Option<bool> _fullNames = new("--full-names") { Description = "Name the columns view__feature instead of feature." };

    internal void AddTo(Command verb)
    {
        verb.Options.Add(_features);
        verb.Options.Add(_service);
        verb.Options.Add(_fullNames);
        verb.Validators.Add(result =>
        {
            if ((result.GetValue(_features) is { Length: > 0 }) == (result.GetValue(_service) is not null))
            {
                result.AddError("Give either --features or --service.");
            }
        });
    }

    internal string[] Features(CommandContext context) => context.Value(_features) ?? [];

    internal string? Service(CommandContext context) => context.Value(_service);

    internal bool FullNames(CommandContext context) => context.Value(_fullNames);
}
