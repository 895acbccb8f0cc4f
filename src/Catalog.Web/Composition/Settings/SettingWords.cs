namespace Catalog.Web.Composition.Settings;

/// <summary>Says what a setting of a type looks like.</summary>
internal static class SettingWords
{
    /// <summary>What belongs behind "it must be", of a value that is not.</summary>
    internal static string Legal(Type type, string value)
    {
        var shown = Nullable.GetUnderlyingType(type) ?? type;
        return shown.IsEnum ? Choice(Enum.GetNames(shown))
            : shown == typeof(bool) ? "true or false"
            : shown == typeof(TimeSpan) ? "a time such as 00:00:30, or 7.00:00:00 for seven days"
            : shown == typeof(int) || shown == typeof(long) ? IsWhole(value) ? $"at most {(shown == typeof(int) ? int.MaxValue : long.MaxValue)}" : "a whole number"
            : shown == typeof(double) || shown == typeof(decimal) || shown == typeof(float) ? "a number such as 0.5"
            : shown == typeof(Uri) ? "an address such as http://host:8080"
            : $"a {shown.Name}";
    }

    private static bool IsWhole(string value) => System.Numerics.BigInteger.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static string Choice(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
}
