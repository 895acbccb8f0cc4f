using System.Text;

namespace Ingestion.Formats;

/// <summary>Shows the raw bytes of a record to people in one line.</summary>
public static class RawText
{
    /// <summary>The first bytes as text, or in hexadecimal where they are none: no text begins with a control character, and payloads that name a schema do.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="maxBytes">How many are shown at most.</param>
    public static string Of(ReadOnlySpan<byte> raw, int maxBytes)
    {
        var shown = raw[..Math.Min(raw.Length, maxBytes)];
        return IsBinary(shown) ? Hex(shown) : Encoding.UTF8.GetString(shown);
    }

    internal static bool IsBinary(ReadOnlySpan<byte> raw) => raw is [< 0x20 and not (byte)'\t' and not (byte)'\n' and not (byte)'\r', ..];

    internal static string Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 3);
        foreach (var value in bytes)
        {
            text.Append(text.Length == 0 ? string.Empty : " ").Append(Convert.ToHexStringLower([value]));
        }

        return text.ToString();
    }
}
