using KubeSec.Feedback;

namespace KubeSec.Core.Tests.Feedback;

public sealed class FullDiskTests
{
    [SkippableFact]
    public async Task A_full_disk_refuses_a_batch_whole_and_takes_the_next_once_there_is_room()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        string ballast = Path.Combine(disk.Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[3 * 1024 * 1024]);
        var options = new IncidentStoreOptions { Location = Path.Combine(disk.Folder, "feedback.db") };
        await using IncidentStore store = await IncidentStore.OpenAsync(options);
        int batches = 0;
        FeedbackStoreException? refusal = null;
        while (refusal is null)
        {
            Assert.True(batches < 1000, "the disk never fills");
            try
            {
                await store.RecordAsync(StoreWriterProcess.Events(batches, 100), "-");
                batches++;
            }
            catch (FeedbackStoreException exception)
            {
                refusal = exception;
            }
        }

        Assert.Equal(FeedbackStoreFault.DiskFull, refusal.Fault);
        Assert.Contains("nothing was recorded", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(batches * 100, await CountAsync(store));

        File.Delete(ballast);
        Assert.Equal(100, (await store.RecordAsync(StoreWriterProcess.Events(batches, 100), "-")).Recorded);
        Assert.Equal((batches + 1) * 100, await CountAsync(store));
    }

    [SkippableFact]
    public async Task A_disk_with_no_room_for_a_store_at_all_says_so()
    {
        using SmallDisk disk = SmallDisk.Mount(1);
        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "ballast"), new byte[1020 * 1024]);
        var exception = await Assert.ThrowsAsync<FeedbackStoreException>(() => IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Path.Combine(disk.Folder, "feedback.db") }));
        Assert.Equal(FeedbackStoreFault.DiskFull, exception.Fault);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_only_disk_refuses_what_is_written(bool openBefore)
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        var options = new IncidentStoreOptions { Location = Path.Combine(disk.Folder, "feedback.db") };
        if (openBefore)
        {
            await using IncidentStore store = await IncidentStore.OpenAsync(options);
            await store.RecordAsync(StoreWriterProcess.Events(0, 10), "-");
        }

        disk.MakeReadOnly();
        var exception = await Assert.ThrowsAsync<FeedbackStoreException>(async () =>
        {
            await using IncidentStore store = await IncidentStore.OpenAsync(options);
            await store.RecordAsync(StoreWriterProcess.Events(0, 10), "-");
        });
        Assert.True(exception.Fault is FeedbackStoreFault.ReadOnly or FeedbackStoreFault.Missing, exception.Message);
        Assert.Contains("feedback.db", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<long> CountAsync(IncidentStore store) => (await store.ListAsync(new IncidentQuery())).Sum(incident => incident.CountLowerBound);
}
