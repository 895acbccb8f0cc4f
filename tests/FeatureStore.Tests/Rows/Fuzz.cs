namespace FeatureStore.Tests.Rows;

/// <summary>Bytes that nobody wrote.</summary>
internal static class Fuzz
{
    /// <summary>A cut, changed or extended copy of valid bytes, or bytes without any sense.</summary>
    internal static byte[] Damage(Random random, byte[] valid)
    {
        if (random.Next(4) == 0)
        {
            return RandomValues.Bytes(random);
        }

        var bytes = valid[..random.Next(valid.Length + 1)];
        for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) == 0 ? [.. bytes, .. RandomValues.Bytes(random)] : bytes;
    }

    /// <summary>Decoding ends with a result or with <see cref="FeatureStoreErrorCode.CorruptData"/>, never otherwise.</summary>
    internal static void AssertCorruptOrFine(Action decode)
    {
        try
        {
            decode();
        }
        catch (FeatureStoreException exception)
        {
            Assert.Equal(FeatureStoreErrorCode.CorruptData, exception.ErrorCode);
        }
    }
}
