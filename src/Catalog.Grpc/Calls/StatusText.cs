using System.Text;

namespace Catalog.Grpc.Calls;

/// <summary>The header <c>grpc-message</c>: UTF-8 of which all but visible ASCII, and the percent sign, is percent-encoded.</summary>
internal static class StatusText
{
    /// <summary>Longer ones would not fit into the headers that clients take (8 KiB).</summary>
    private const int MostBytes = 4_096;

    internal static string Encode(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        var text = new StringBuilder(bytes.Length);
        foreach (var letter in bytes)
        {
            if (text.Length >= MostBytes)
            {
                return text.Append("...").ToString();
            }

            if (letter is >= (byte)' ' and <= (byte)'~' and not (byte)'%')
            {
                text.Append((char)letter);
            }
            else
            {
                text.Append('%').Append(letter.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
