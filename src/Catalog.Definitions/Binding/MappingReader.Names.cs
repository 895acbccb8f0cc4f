using System.Globalization;
using Catalog.Core.Errors;

namespace Catalog.Definitions.Binding;

/// <summary>Reads names.</summary>
internal sealed partial class MappingReader
{
    /// <summary>The name of a definition or of a part that is addressed like one; must be there and legal. Empty after the report when it is not there.</summary>
    public Located<string> DefinitionName(string key, char gap = '-')
    {
        var name = RequiredText(key, $"Add '{key}:' with lower-case letters, digits, '_' and '-'.");
        if (name.Value.Length > 0 && !NameRules.IsDefinitionName(name.Value))
        {
            if (name.Value.Length > NameRules.LongestName)
            {
                TooLong(key, name.Value, NameRules.LongestName);
                return name;
            }

            var near = NameRules.ToDefinitionName(name.Value, gap);
            Error(
                key, DefinitionRules.BadName,
                $"'{name.Value}' is no legal name: it needs lower-case letters, digits, '_' and '-', a letter first, and at most 100 characters.",
                near is null ? null : Fix.Write(near));
        }

        return name;
    }

    /// <summary>The name of a column, a join key or a feature; must be there and legal. Empty after the report when it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="missing">What mends its absence; null for the rule.</param>
    public Located<string> ColumnName(string key, Fix? missing = null)
    {
        var name = RequiredText(key, missing ?? $"Add '{key}:' with letters, digits and '_'.");
        CheckColumnName(key, name);
        return name;
    }

    /// <summary>The name of a column, a join key or a feature under one key or, when that is absent, another one.</summary>
    public Located<string> ColumnName(string key, string otherwise)
    {
        var present = Has(key) ? key : otherwise;
        var name = Text(present) ?? new Located<string>(string.Empty, Location);
        CheckColumnName(present, name);
        return name;
    }

    /// <summary>Reports a name that rows use for something else.</summary>
    public void CheckNotReserved(string key, string name)
    {
        if (NameRules.IsReservedFeature(name))
        {
            Error(
                key, DefinitionRules.ReservedName, $"'{name}' is reserved: names that begin with '__', event_timestamp and created_timestamp belong to stored rows.",
                new Fix($"Choose another name, such as '{name.Trim('_')}_value'.", FindingEdit.Write($"{name.Trim('_')}_value")));
        }
    }

    /// <summary>A name for people; null when absent.</summary>
    public string? Title(string key)
    {
        var title = Text(key)?.Value;
        if (title?.Length > NameRules.LongestTitle)
        {
            TooLong(key, title, NameRules.LongestTitle);
        }

        return title;
    }

    /// <summary>A version as semver.org writes them; must be there and legal. Empty after the report when it is not there.</summary>
    public string Version(string key)
    {
        var version = RequiredText(key, new Fix($"Add '{key}:', such as 1.0.0.", FindingEdit.Write("1.0.0"))).Value;
        if (version.Length > SemanticVersion.Longest)
        {
            TooLong(key, version, SemanticVersion.Longest);
        }
        else if (version.Length > 0 && !SemanticVersion.IsLegal(version))
        {
            var near = SemanticVersion.Near(version);
            Error(
                key, DefinitionRules.WrongValue, $"'{key}' is '{version}', which is no semantic version: three whole numbers with dots between, such as 1.4.0.",
                new Fix($"Write '{near}'.", FindingEdit.Write(near)));
        }

        return version;
    }

    private void TooLong(string key, string text, int most) => Error(
        key, DefinitionRules.TooLong, string.Create(CultureInfo.InvariantCulture, $"'{key}' has {text.Length:N0} characters; at most {most} are legal."), "Write a shorter one.");

    private void CheckColumnName(string key, Located<string> name)
    {
        if (name.Value.Length > NameRules.LongestName)
        {
            TooLong(key, name.Value, NameRules.LongestName);
        }
        else if (name.Value.Length > 0 && !NameRules.IsColumnName(name.Value))
        {
            var near = NameRules.ToColumnName(name.Value);
            Error(
                key, DefinitionRules.BadName,
                $"'{name.Value}' is no legal name: it needs letters, digits and '_', no digit first, and at most 100 characters.",
                near is null ? null : Fix.Write(near));
        }
    }
}
