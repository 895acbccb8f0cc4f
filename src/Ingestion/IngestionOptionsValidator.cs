using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ingestion;

/// <summary>Reports every illegal setting at once, with its key, its value and the legal values.</summary>
internal sealed class IngestionOptionsValidator : IValidateOptions<IngestionOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestionOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.SpoolDirectory))
        {
            failures.Add(
                $"Uploaded files have no folder to wait in: {Key(nameof(options.SpoolDirectory))} is '{options.SpoolDirectory}'. Name a folder there, or set Catalog:DataDirectory.");
        }

        foreach (var property in typeof(IngestionOptions).GetProperties())
        {
            foreach (var range in property.GetCustomAttributes(typeof(RangeAttribute), inherit: false).Cast<RangeAttribute>())
            {
                var value = property.GetValue(options);
                if (!range.IsValid(value))
                {
                    failures.Add($"{Key(property.Name)} is '{value}'; it must lie between {range.Minimum} and {range.Maximum}.");
                }
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Key(string setting) => $"{IngestionOptions.Section}:{setting}";
}
