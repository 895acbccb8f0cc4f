using Microsoft.Extensions.Options;

namespace Catalog.Web.Composition;

/// <summary>Checks the settings of the whole process, and that several processes can share the engines where this one does not do all the work.</summary>
internal sealed class CatalogOptionsValidator(IConfiguration configuration) : IValidateOptions<CatalogOptions>
{
    private const string SamplesKey = $"{CatalogOptions.Section}:{nameof(CatalogOptions.SamplesDirectory)}";

    public ValidateOptionsResult Validate(string? name, CatalogOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            failures.Add("Catalog:DataDirectory is empty; name a folder, or one to be made, or leave it out.");
        }

        if (options.LoadSamples && string.IsNullOrWhiteSpace(options.SamplesDirectory))
        {
            failures.Add("Catalog:SamplesDirectory is empty and Catalog:LoadSamples is true; name the folder of the samples, or set Catalog:LoadSamples to false.");
        }
        else if (options.LoadSamples && configuration[SamplesKey] is { } samples && !Directory.Exists(samples))
        {
            failures.Add($"{SamplesKey} is '{samples}', and there is no such folder; name the folder of the samples, leave it out, or set Catalog:LoadSamples to false.");
        }

        var unknown = options.Roles.Except(Roles.All, StringComparer.OrdinalIgnoreCase).ToArray();
        if (unknown.Length > 0)
        {
            failures.Add($"Catalog:Roles has '{string.Join("', '", unknown)}'; legal are {string.Join(", ", Roles.All)}. Leave it out to run all of them.");
        }
        else if (!Roles.Of(options).Contains(Roles.Work) && Roles.EmbeddedEngines(configuration) is { Count: > 0 } embedded)
        {
            failures.Add(
                $"Catalog:Roles is '{string.Join(", ", options.Roles)}', without '{Roles.Work}', so another process must do the work; but this one keeps its data where no other can reach it. "
                + $"Set {string.Join(", ", embedded)}, or add '{Roles.Work}'.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
