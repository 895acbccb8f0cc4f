using System.Text;

namespace Catalog.Core.Errors;

/// <summary>Turns the members of a module's error enum into the stable text codes that clients see.</summary>
public static class ErrorCodes
{
    /// <summary><c>FeatureViewNotFound</c> becomes <c>feature-view-not-found</c>.</summary>
    public static string Kebab(Enum code)
    {
        var name = code.ToString();
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
