using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.OnDemand;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.DuckDb.Tests.Proof;

/// <summary>CON-4: values of every type, nulls, empty lists and extremes among them, by keys of every type, are served as they came and are the same in the offline store.</summary>
public sealed class TypeMatrixTests
{
    private const int Keys = 40;
    private const int Events = 200;

    public static TheoryData<ScalarType> KeyTypes => [ScalarType.Int32, ScalarType.Int64, ScalarType.String, ScalarType.Bytes, ScalarType.Timestamp];

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public async Task Serve_EveryTypeAsFeatureAndKey_IsWhatCameAndWhatTheFilesHold(ScalarType keyType)
    {
        var view = TestStore.View([new DataType(keyType)], RandomValues.Types) with { Name = "matrix" };
        var random = new Random((int)keyType);
        var keys = Enumerable.Range(0, Keys).Select(i => KeyOf(keyType, i)).ToArray();
        var log = Enumerable.Range(0, Events).Select(i => new FeatureRow(
            [keys[random.Next(Keys)]], new Instant(i * 1_000_000L), new Instant(i * 1_000_000L), i, [.. RandomValues.Types.Select(type => RandomValues.Next(random, type))])).ToList();
        await using var stores = await new ProofFixture([view]).StartAsync();
        await stores.ArriveAsync(view, log, Events, flush: true);

        var served = await stores.ServeAsync([.. view.Features.Select(static feature => $"matrix:{feature.Name}")], [new EntityColumn("k0", keys)]);

        for (var key = 0; key < Keys; key++)
        {
            var newest = log.FindLastIndex(row => row.KeyValues[0] == keys[key]);
            for (var feature = 0; feature < view.Features.Count; feature++)
            {
                var expected = newest < 0 ? Value.Null : CanonicalNumber.Of(log[newest].Values[feature]);
                Assert.Equal(expected, served.Columns[1 + feature].Values[key]);
                Assert.Equal(newest < 0 ? FieldStatus.NotFound : expected.IsNull ? FieldStatus.NullValue : FieldStatus.Present, served.Columns[1 + feature].Statuses[key]);
            }
        }

        var (verification, _) = await stores.VerifyAsync();
        Assert.Equal((Keys, 0), (verification.Compared, verification.Differences));
    }

    private static Value KeyOf(ScalarType type, int i) => type switch
    {
        ScalarType.Int32 => Value.Of(i == 0 ? int.MinValue : i),
        ScalarType.Int64 => Value.Of(i == 0 ? long.MaxValue : -i),
        ScalarType.String => Value.Of(i == 0 ? string.Empty : $"a\0{i} 🚌"),
        ScalarType.Bytes => Value.Of(i == 0 ? [] : new byte[] { 0, (byte)i, 255 }),
        _ => Value.Of(new Instant(i == 0 ? -1 : i * 1_000_003L)),
    };
}
